"""Documents on paper: what they say (`paper`), who says it (`orders`, `letters`), and the three
forms they leave the desk in (`as_pdf`, `as_docx`, and the page `console/paper.html`).
"""
