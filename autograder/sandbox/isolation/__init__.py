"""The walls around a student's code: bubblewrap, namespaces, Landlock, seccomp, limits; and a warm process inside them.

Read in this order: limits, tier; the walls: bubblewrap, namespaces, landlock, seccomp (with syscalls), and lockdown,
which puts them up; what runs inside: bootstrap, preload, warm, keeper; the trusted side: runtime, launch (with stage
and launched), zygote, child, probe. users, reach and kernel help them.
"""
