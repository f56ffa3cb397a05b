# `cmake --install`: the public headers of each layer, its library, and a pkg-config file.
include(GNUInstallDirs)

# tenure_install(layer prefix libraries...): <prefix>/... headers and the libraries.
function(tenure_install layer prefix)
  install(TARGETS ${ARGN} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  if(EXISTS ${PROJECT_SOURCE_DIR}/${layer}/include/${prefix})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${layer}/include/${prefix}
            DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tenure FILES_MATCHING PATTERN "*.h" PATTERN "*.def")
  endif()
endfunction()

# The prefix is relative to the file, so that a tree installed with DESTDIR, or moved, works.
function(tenure_pkg_config name description requires libs private)
  file(RELATIVE_PATH up "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.pc @ONLY CONTENT
"prefix=\${pcfiledir}/@up@
includedir=\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}/tenure
libdir=\${prefix}/${CMAKE_INSTALL_LIBDIR}

Name: @name@
Description: @description@
Version: ${PROJECT_VERSION}
Requires: @requires@
Cflags: -I\${includedir}
Libs: -L\${libdir} @libs@
Libs.private: @private@
")
  install(FILES ${CMAKE_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

tenure_install(heap gc tenure-gc tenure-gc-shared)
tenure_pkg_config(tenure-gc "Precise, moving, generational garbage collector" "" "-ltenure-gc" "-lm -lpthread")
if(NOT TENURE_HEAP_ONLY)
  tenure_install(engine js tenure-engine)
  tenure_install(runtime rt tenure-runtime)
  tenure_pkg_config(tenure "JavaScript runtime around that collector" "tenure-gc libuv"
                    "-ltenure-runtime -ltenure-engine -ltenure-gc -lm -lpthread -ldl" "")
  install(TARGETS tenure RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
