"""Charts as SVG text, drawn from numbers: item curves over observed shares, information, fit, and a page that shows
them.

Every chart is one column, 380 units wide, so that it can be read on a phone, two of them stand side by side on a sheet
of paper, and a page of them is one list. Nothing is told by colour alone: lines have dashes, markers have shapes,
verdicts have words.
"""
