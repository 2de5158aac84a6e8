"""What the compiler and linker were told to protect the programs with is in the built files."""

import os
import pathlib
import subprocess
import unittest

PROGRAM = pathlib.Path(os.environ["WINNOW"])
PROGRAMS = [PROGRAM, PROGRAM.parent / "libexec" / "winnow" / "winnow-pdf"]


def readelf(program, what):
    return subprocess.run(["readelf", "-W", what, program], capture_output=True, text=True, check=True).stdout


class Hardening(unittest.TestCase):
    def each(self):
        for program in PROGRAMS:
            if program.exists():
                with self.subTest(program=program.name):
                    yield program

    def test_it_can_be_loaded_anywhere(self):
        for program in self.each():
            self.assertIn("DYN (Position-Independent Executable file)", readelf(program, "--file-header"))
            self.assertIn("PIE", readelf(program, "--dynamic"))

    def test_what_the_loader_filled_in_is_read_only(self):
        for program in self.each():
            self.assertIn("GNU_RELRO", readelf(program, "--segments"))
            self.assertIn("BIND_NOW", readelf(program, "--dynamic"))

    def test_no_memory_is_for_writing_and_running(self):
        for program in self.each():
            for line in readelf(program, "--segments").splitlines():
                if line.strip().startswith(("LOAD", "GNU_STACK")):
                    self.assertNotIn("RWE", line)

    def test_no_library_is_looked_for_elsewhere(self):
        for program in self.each():
            self.assertNotIn("RPATH", readelf(program, "--dynamic"))
            self.assertNotIn("RUNPATH", readelf(program, "--dynamic"))

    def test_stack_and_copies_are_checked(self):
        for program in self.each():
            symbols = readelf(program, "--dyn-syms")
            self.assertIn("__stack_chk_fail", symbols)
            self.assertRegex(symbols, r"__\w+_chk@")

    def test_our_functions_are_marked_as_targets_of_jumps(self):
        """The note that switches the check on is not there: Debian 12's start files and some of its static libraries lack it."""
        for program in self.each():
            if subprocess.run(["uname", "-m"], capture_output=True, text=True, check=True).stdout.strip() != "x86_64":
                self.skipTest("endbr64 is of x86-64")
            code = subprocess.run(["objdump", "--disassemble=main", program], capture_output=True, text=True, check=True).stdout
            self.assertIn("endbr64", code)

    def test_the_standard_library_asserts(self):
        self.assertIn(b"__n < this->size()", PROGRAM.read_bytes())


if __name__ == "__main__":
    unittest.main()
