"""Files of the measurement commands: answers, parameters, scores. They are read whole or refused, and written whole.

Nothing here prints or asks the time; `BadFile` carries what is wrong, one problem a line.
"""
