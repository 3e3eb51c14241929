"""What every frozen build of the pump holds besides its board: included by boards/*/manifest.py.

All of firmware/, compiled as `pump deploy` and the emulated chip's tests do it (mpy-cross -O3).
"""

package("", base_path="../firmware", opt=3)
