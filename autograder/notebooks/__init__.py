"""Lessons become notebooks: the source nbgrader works on, the student's version, the executed solution.

    lesson.md -> blocks -> source notebook -> student's notebook (nbgrader's generate_assignment)
                                           -> solution (executed)
"""
