# Writes the standard library as a C++ table: cmake -DFILES=a.weir;b.weir -DOUTPUT=library.cpp -P embed.cmake
set(rows "")
set(count 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  # GCC takes string literals of any length; the delimiter stands in no policy.
  string(APPEND rows "    {\"std/${name}\", R\"weir-file(${text})weir-file\"},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT} "// Generated from policies/std.
#include <array>

#include \"compiler/imports/imports.h\"

namespace weir::imports {
namespace {

constexpr std::array<LibraryFile, ${count}> kLibrary = {{
${rows}}};

}  // namespace

std::span<const LibraryFile> Library() {
  return kLibrary;
}

}  // namespace weir::imports
")
