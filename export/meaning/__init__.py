"""What `grasp` is taught: sentences grown from templates and public lines, the student, and what it is worth."""
