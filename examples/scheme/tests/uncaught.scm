; uncaught.scm: a recursion without end is ended by the limit, and told as an error.
; options: --max-heap=4
; status: 1
; skip: stress copying needs more room than the limit leaves
(define (recur n) (+ 1 (recur n)))
(display "start")
(newline)
(recur 0)
