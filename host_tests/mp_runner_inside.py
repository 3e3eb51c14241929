"""Inside the MicroPython VM: runs the tests of one file and reports each as a JSON line.

Every method gets a fresh TestCase, as on CPython; micropython-lib's own loop shares one object a
class, and an error in its setUp ends the whole file.
"""

import io
import json
import sys
import time
import unittest

import vm_host

# Bound now: a test may put a fake clock in place of `time`.
ticks_ms = time.ticks_ms
ticks_diff = time.ticks_diff


def nothing():
    pass


def traceback_text(error):
    text = io.StringIO()
    sys.print_exception(error, text)
    return text.getvalue()


def test_classes(module):
    for name in dir(module):
        thing = getattr(module, name)
        if isinstance(thing, type) and issubclass(thing, unittest.TestCase) and thing is not unittest.TestCase:
            yield thing


def test_names(case):
    return sorted(n for n in dir(case) if n.startswith("test") and callable(getattr(case, n)))


def run_method(case_class, name):
    """Runs one method by the library's runner; returns its TestResult."""
    result = unittest.TestResult()
    case = case_class()
    case.runTest = getattr(case, name)
    case.setUpClass = nothing
    case.tearDownClass = nothing
    suite = unittest.TestSuite(name)
    suite.addTest(case)
    try:
        suite.run(result)
    except unittest.SkipTest as skipped:
        result.testsRun = 1
        result.skippedNum += 1
        result.skipped.append((name, str(skipped)))
    except Exception as error:
        result.testsRun = 1
        result.errorsNum += 1
        result.errors.append((name, traceback_text(error)))
    return result


def report(class_name, name, result, took_ms):
    problems = result.failures + result.errors
    outcome = "failed" if problems else "skipped" if result.skippedNum else "passed"
    line = {
        "class": class_name,
        "test": name,
        "outcome": outcome,
        "detail": "\n".join(str(p[1]) for p in problems or result.skipped),
        "took_ms": took_ms,
    }
    vm_host.report(json.dumps(line))


def run_class(case_class):
    """Runs one TestCase class; returns the sum of its results."""
    total = unittest.TestResult()
    class_error = None
    try:
        getattr(case_class, "setUpClass", nothing)()
    except Exception as error:
        class_error = traceback_text(error)
    for name in test_names(case_class):
        began = ticks_ms()
        if class_error is None:
            result = run_method(case_class, name)
        else:
            result = unittest.TestResult()
            result.testsRun = 1
            result.errorsNum = 1
            result.errors.append((name, class_error))
        report(case_class.__name__, name, result, ticks_diff(ticks_ms(), began))
        total += result
    if class_error is None:
        getattr(case_class, "tearDownClass", nothing)()
    return total


def run_file(path):
    """Runs every TestCase of one file; returns the process's exit code, 0, 1 or 2."""
    folder, _, file_name = path.rpartition("/")
    sys.path.insert(1, "/" + folder)
    module = __import__(file_name[:-3])
    total = unittest.TestResult()
    for case_class in test_classes(module):
        total += run_class(case_class)
    if total.testsRun == 0:
        print("no test ran in", path)
        return 2
    return 0 if total.wasSuccessful() else 1


exit_code = run_file(vm_host.test_file)
