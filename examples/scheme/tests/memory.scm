; memory.scm: at the limit of the heap the program gets a condition, and lives on.
; options: --max-heap=6
; skip: stress copying needs more room than the limit leaves
(define (show . xs) (for-each (lambda (x) (write x) (display " ")) xs) (newline))
(define (hoard list) (hoard (cons (make-vector 100 0) list)))
(define (recur n) (+ 1 (recur (+ n 1))))
(define (grow string) (grow (string-append string string)))
(define (write-on port) (display "0123456789" port) (write-on port))
(define (attempt thunk) (guard (e (#t (error-object-message e))) (thunk)))
(show (attempt (lambda () (hoard '()))))
(show (attempt (lambda () (recur 0))))
(show (attempt (lambda () (grow "x"))))
(show (attempt (lambda () (make-vector 100000000 0))))
(show (attempt (lambda () (write-on (open-output-string)))))
(define (repeat n) (when (> n 0) (attempt (lambda () (hoard '()))) (repeat (- n 1))))
(repeat 5)
(show (length (iota 1000)))
; A handler that runs where the condition is raised, with what little room there is.
(define seen '())
(show (call/cc (lambda (k) (with-exception-handler (lambda (c) (set! seen (cons (error-object-message c) seen)) (k 'escaped)) (lambda () (recur 0))))))
(show seen (apply + (iota 100)))
