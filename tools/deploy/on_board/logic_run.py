"""Runs on the board, sent to its prompt as text: what micropython-lib's unittest makes of the tests there.

Prints `logic|tests run|failed|skipped|bytes of heap left`, and before it a line for each that failed.
"""


def run_logic(unittest, gc, names):
    """names: the prompt's globals. Each class of tests goes by itself, so that little lies in memory at once."""
    result = unittest.TestResult()
    for name in sorted(names):
        thing = names[name]
        if isinstance(thing, type) and issubclass(thing, unittest.TestCase) and thing is not unittest.TestCase:
            suite = unittest.TestSuite(name)
            suite.addTest(thing)
            suite.run(result)
            gc.collect()
    for case, _ in result.failures + result.errors:
        print("failed|%s" % (case[0],))
    failed = result.failuresNum + result.errorsNum
    print("logic|%d|%d|%d|%d" % (result.testsRun, failed, result.skippedNum, gc.mem_free()))
