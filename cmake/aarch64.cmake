# Toolchain: cross-compiles for 64-bit ARM on Linux, and runs what it built under qemu's user-mode emulation.
# Debian: the packages that tools/packages.txt lists under `cross`.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
find_program(TENURE_QEMU NAMES qemu-aarch64-static qemu-aarch64 REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR "${TENURE_QEMU};-L;/usr/aarch64-linux-gnu")
