"""The part of the matrix of faults that does not wait long; matrix.py runs all of it."""

import unittest

import matrix

QUICK = [(name, fault) for name in matrix.REMOTES for fault in ("refused", "reset", "503", "wrong content", "bad TLS", "unknown name", "flapping")]
WAITING = [("pages", "silent"), ("source API", "slow"), ("model API", "silent"), ("pages", "429")]


class Faults(unittest.TestCase):
    def test_no_fault_of_a_remote_hangs_crashes_loses_or_goes_unsaid(self):
        for cell in matrix.measure([*WAITING, *QUICK], workers=6):
            with self.subTest(remote=cell.remote, fault=cell.fault):
                self.assertEqual(cell.wrong, [])


if __name__ == "__main__":
    unittest.main()
