#!/usr/bin/env python3
"""The static probes of the command: their ELF notes, and that they fire: `probes_test.py TENURE`.

The notes are read with readelf.  Whether they fire is seen with gdb, where it is installed and may trace a process.
"""

import platform
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TENURE = 'tenure'
ARGUMENTS = {'gc__start': 3, 'gc__done': 5}
SCRIPT = "gc(); gc({ type: 'minor' }); console.log('end');"
GDB = """
set debuginfod enabled off
set pagination off
break -probe-stap tenure:gc__start
commands
silent
printf "start %lu %lu <%s> %lu\\n", $_probe_argc, $_probe_arg0, (char*)$_probe_arg1, $_probe_arg2
continue
end
break -probe-stap tenure:gc__done
commands
silent
printf "done %lu %lu <%s> %lu %lu %lu\\n", $_probe_argc, $_probe_arg0, (char*)$_probe_arg1, $_probe_arg2, $_probe_arg3, $_probe_arg4
continue
end
run
"""


@unittest.skipUnless(platform.machine() in ('x86_64', 'aarch64'), 'no probes on this machine')
class Probes(unittest.TestCase):
    @unittest.skipUnless(shutil.which('readelf'), 'no readelf')
    def test_notes(self):
        text = subprocess.run(['readelf', '-n', TENURE], capture_output=True, text=True, check=True).stdout
        found = re.findall(r'stapsdt +0x[0-9a-f]+\tNT_STAPSDT.*\n +Provider: (\S+)\n +Name: (\S+)\n +Location: (0x[0-9a-f]+), '
                           r'Base: (0x[0-9a-f]+), Semaphore: (0x[0-9a-f]+)\n +Arguments: (.*)', text)
        self.assertEqual({(provider, name) for provider, name, *_ in found}, {('tenure', name) for name in ARGUMENTS})
        register = r'8@%r\w+' if platform.machine() == 'x86_64' else r'8@x\d+'
        for _, name, location, base, semaphore, arguments in found:
            self.assertEqual(len(arguments.split()), ARGUMENTS[name])
            for argument in arguments.split():
                self.assertRegex(argument, f'^{register}$')
            self.assertNotEqual(int(location, 16), 0)
            self.assertNotEqual(int(base, 16), 0)
            self.assertEqual(int(semaphore, 16), 0)

    def test_they_fire(self):
        if not shutil.which('gdb'):
            self.skipTest('no gdb')
        with tempfile.NamedTemporaryFile('w', suffix='.gdb') as script:
            script.write(GDB)
            script.flush()
            done = subprocess.run(['gdb', '-nx', '-batch', '-x', script.name, '--args', TENURE, '--expose-gc', '--trace-gc-format=json',
                                   '-e', SCRIPT], capture_output=True, text=True, timeout=120)
        if re.search(r'ptrace|Operation not permitted', done.stdout + done.stderr) and 'end\n' not in done.stdout:
            self.skipTest('gdb may not trace: ' + done.stderr.strip().split('\n')[-1])
        self.assertIn('end\n', done.stdout, done.stderr)
        starts = re.findall(r'^start 3 (\d+) <(.*)> (\d+)$', done.stdout, re.M)
        ends = re.findall(r'^done 5 (\d+) <(.*)> (\d+) (\d+) (\d+)$', done.stdout, re.M)
        told = re.findall(r'"reason":"(.*?)".*"pause_ns":(\d+).*"before":{"used":(\d+).*"after":{"used":(\d+)', done.stdout)
        self.assertEqual([kind for kind, *_ in starts], ['1', '0'])
        self.assertEqual([kind for kind, *_ in ends], ['1', '0'])
        # The traces' own figures.
        self.assertEqual([(reason, before) for _, reason, before in starts], [(reason, before) for reason, _, before, _ in told])
        self.assertEqual([(reason, pause, before, after) for _, reason, before, after, pause in ends], told)


if __name__ == '__main__':
    TENURE = sys.argv.pop(1)
    unittest.main()
