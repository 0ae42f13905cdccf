#include "runtime/flow/common.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <unordered_set>

namespace weir::flow {
namespace {

// Names of days and months, which the list leaves out as it does all names, and words of languages
// that few packages have headers of: what Python and JavaScript, their libraries and the tools
// around them are written with.
constexpr std::string_view kWords =
#include "runtime/flow/common_words.inc"
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday "
    "sunday mon tue wed thu fri sat sun utc gmt am pm specialization facade await kwargs "
    "typeof instanceof enumerable stringify hasown promise promises proto tostring tojson valueof "
    "getter setter let elif impl bigint nan isnan isfinite isinteger parseint parsefloat "
    "uint8array uint16array uint32array int32array float64array arraybuffer typedarray dataview "
    "weakmap weakset weakref regexp foreach indexof isarray foreach flatmap fromentries "
    "defineproperty charcodeat charat fromcharcode codepointat splice unshift concat "
    "setinterval settimeout cleartimeout clearinterval settimeout queuemicrotask nexttick "
    "readfilesync writefilesync existssync addeventlistener removeeventlistener queryselector "
    "getelementbyid innerhtml classname usestate useeffect usememo useref usecallback props jsx "
    "tsx esmodule commonjs eslint tsconfig webpack rollup rolldown esbuild bundler polyfill "
    "ponyfill npm npx nodejs isinstance classmethod staticmethod dataclass numpy ndarray dtype "
    "asyncio unittest pytest mixin iterable thenable nullable nullish readonly ";

std::unordered_set<std::string_view> Split(std::string_view words) {
  std::unordered_set<std::string_view> set;
  for (size_t at = 0; at < words.size();) {
    const size_t end = words.find(' ', at);
    if (end > at) set.insert(words.substr(at, end - at));
    at = end + 1;
  }
  return set;
}

bool IsListed(std::string_view word) {
  static const std::unordered_set<std::string_view> words = Split(kWords);
  return words.contains(word);
}

// Whether it is made of listed words, as names in programs are, perhaps with the ending of a type:
// `inputiterator`, `iteratort`. Any other ending would make a `merger` of `merge`.
bool IsJoined(std::string_view word) {
  constexpr size_t kPartMin = 3;
  if (word.size() > kCommonWordMax) return false;
  for (size_t size = kPartMin; size < word.size(); ++size) {
    const std::string_view rest = word.substr(size);
    if (!IsListed(word.substr(0, size))) continue;
    if (rest == "t" || rest == "ty" || rest == "it") return true;
    if (rest.size() >= kPartMin && (IsListed(rest) || IsJoined(rest))) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 27> kBoilerplate = {
    "Licensed under the Apache License, Version 2.0 (the \"License\"); you may not use this file "
    "except in compliance "
    "with the License. You may obtain a copy of the License at "
    "http://www.apache.org/licenses/LICENSE-2.0 Unless "
    "required by applicable law or agreed to in writing, software distributed under the License is "
    "distributed on an "
    "\"AS IS\" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See "
    "the License for "
    "the specific language governing permissions and limitations under the License.",
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software "
    "and associated "
    "documentation files (the \"Software\"), to deal in the Software without restriction, "
    "including without "
    "limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or "
    "sell copies of the "
    "Software, and to permit persons to whom the Software is furnished to do so, subject to the "
    "following conditions: "
    "The above copyright notice and this permission notice shall be included in all copies or "
    "substantial portions of "
    "the Software. THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR "
    "IMPLIED, INCLUDING "
    "BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND "
    "NONINFRINGEMENT. IN "
    "NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER "
    "LIABILITY, WHETHER IN "
    "AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE "
    "SOFTWARE OR THE USE OR "
    "OTHER DEALINGS IN THE SOFTWARE.",
    "Redistribution and use in source and binary forms, with or without modification, are "
    "permitted provided that the "
    "following conditions are met: Redistributions of source code must retain the above copyright "
    "notice, this list "
    "of conditions and the following disclaimer. Redistributions in binary form must reproduce the "
    "above copyright "
    "notice, this list of conditions and the following disclaimer in the documentation and/or "
    "other materials "
    "provided with the distribution. Neither the name of the copyright holder nor the names of its "
    "contributors may "
    "be used to endorse or promote products derived from this software without specific prior "
    "written permission. "
    "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS \"AS IS\" AND ANY EXPRESS "
    "OR IMPLIED "
    "WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND "
    "FITNESS FOR A "
    "PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE "
    "LIABLE FOR ANY "
    "DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT "
    "NOT LIMITED TO, "
    "PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS "
    "INTERRUPTION) HOWEVER "
    "CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT "
    "(INCLUDING NEGLIGENCE OR "
    "OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE "
    "POSSIBILITY OF SUCH "
    "DAMAGE.",
    "This program is free software: you can redistribute it and/or modify it under the terms of "
    "the GNU Lesser "
    "General Public License as published by the Free Software Foundation, either version 3 of the "
    "License, or (at "
    "your option) any later version. This program is distributed in the hope that it will be "
    "useful, but WITHOUT ANY "
    "WARRANTY; without even the implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR "
    "PURPOSE. See the GNU "
    "General Public License for more details. You should have received a copy of the GNU General "
    "Public License "
    "along with this program. If not, see <http://www.gnu.org/licenses/>.",
    "under the terms of the GNU General Public License as published by the Free Software "
    "Foundation; either version 2 "
    "of the License, or (at your option) any later version; write to the Free Software Foundation, "
    "Inc., 51 Franklin "
    "Street, Fifth Floor, Boston, MA 02110-1301, USA.",
    "This library is free software; you can redistribute it and/or modify it under the terms of "
    "the GNU Lesser "
    "General Public License as published by the Free Software Foundation; either version 2.1 of "
    "the License, or (at "
    "your option) any later version. This library is distributed in the hope that it will be "
    "useful, but WITHOUT ANY "
    "WARRANTY; without even the implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR "
    "PURPOSE. See the GNU "
    "Lesser General Public License for more details. You should have received a copy of the GNU "
    "Lesser General Public "
    "License along with this library",
    "This program is free software; you can redistribute it and/or modify it under the terms of "
    "the GNU General "
    "Public License; the GNU Library General Public License; incorporated under the terms of the "
    "GNU General Public "
    "License version 2. You should have received a copy of the GNU General Public License along "
    "with this program; if "
    "not, write to the Free Software Foundation, Inc., 59 Temple Place, Suite 330, Boston, MA "
    "02111-1307 USA. "
    "SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note OR BSD-3-Clause OR MIT",
    "Permission to use, copy, modify, distribute and sell this software and its documentation for "
    "any purpose is "
    "hereby granted without fee, provided that the above copyright notice appear in all copies and "
    "that both that "
    "copyright notice and this permission notice appear in supporting documentation. Permission to "
    "use, copy, modify, "
    "and distribute this software for any purpose with or without fee is hereby granted, provided "
    "that the above "
    "copyright notice appears in all copies. This software is provided as is. THIS SOFTWARE AND "
    "ITS "
    "DOCUMENTATION ARE PROVIDED AS IS. All rights reserved. Redistribution and use in source and "
    "binary forms, with "
    "or without modification, are permitted provided that the following conditions are met: 1. "
    "Redistributions of "
    "source code must retain the above copyright notice, this list of conditions and the following "
    "disclaimer. 2. "
    "Redistributions in binary form",
    "DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR CONSEQUENTIAL DAMAGES ARISING OUT OF THE USE OF "
    "THIS SOFTWARE EVEN IF "
    "ADVISED OF THE POSSIBILITY OF SUCH DAMAGE. The authors make and the author makes no "
    "representations about the "
    "suitability of this software for any purpose. It is provided \"as is\" without express or "
    "implied warranty. subject to the terms and conditions of the license",
    "Permission to use, copy, modify, and/or distribute this software for any purpose with or "
    "without fee is hereby granted, provided that the above copyright notice and this permission "
    "notice appear in all copies. THE SOFTWARE IS PROVIDED \"AS IS\" AND THE AUTHOR DISCLAIMS ALL "
    "WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY "
    "AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR "
    "CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, "
    "WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN "
    "CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.",
    "Thank you for your email. Please let me know if you have any questions. I hope this email "
    "finds you well. I look forward to hearing from you. Looking forward to hearing from you soon. "
    "Please find attached. Thank you for your email, please let me know if you have any questions "
    "or concerns. Thank you for your time and consideration. Please do not hesitate to contact me "
    "if you have any questions. Feel free to reach out if you have any questions. Best regards, "
    "Kind regards, Sincerely, Thanks in advance for your help.",
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width, initial-scale=1\"><title>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
    "https://www.opensource.org/licenses/mit https://opensource.org/licenses/apache "
    "http://www.w3.org/1999/xhtml http://www.w3.org/2000/svg http://www.w3.org/1999/xlink "
    "http://www.w3.org/2001/XMLSchema-instance "
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd",
    "https://json-schema.org/draft/2020-12/schema http://json-schema.org/draft-07/schema#",
    "#!/usr/bin/env python3\nif __name__ == \"__main__\":\n    main()\n#!/usr/bin/env bash\nset "
    "-euo pipefail\n",
    "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\n",
    "for (int i = 0; i < n; i++) for (size_t i = 0; i < size; ++i) for (let i = 0; i < arr.length; "
    "i++) "
    "int main(int argc, char* argv[]) public static void main(String[] args) System.out.println(\"",
    "#include <iostream>\n#include <string>\n#include <vector>\n#include <stdio.h>\n#include "
    "<stdlib.h>\n",
    "\"use strict\"; Object.defineProperty(exports, \"__esModule\", { value: true }); "
    "module.exports = require(\" var __defProp = Object.defineProperty; var __getOwnPropDesc = "
    "Object.getOwnPropertyDescriptor; var __getOwnPropNames = Object.getOwnPropertyNames; var "
    "__hasOwnProp = Object.prototype.hasOwnProperty; Object.prototype.hasOwnProperty.call("
    "Object.prototype.toString.call( Symbol.toStringTag, { value: \"Module\" }); "
    "function _typeof(o) { return typeof Symbol && \"symbol\" == typeof Symbol.iterator ?",
    "/* eslint-disable */ // eslint-disable-next-line @typescript-eslint/no-explicit-any "
    "// eslint-disable-next-line no-unused-vars // @ts-ignore //# sourceMappingURL=index.js.map",
    "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/ "
    "https://datatracker.ietf.org/doc/html/rfc https://tools.ietf.org/html/rfc7231#section- "
    "https://en.wikipedia.org/wiki/ https://stackoverflow.com/questions/ "
    "https://www.npmjs.com/package/ https://img.shields.io/badge/ https://github.com/issues/ "
    "https://docs.python.org/3/library/ https://tc39.es/ecma262/ https://nodejs.org/api/ "
    "'content-type': 'application/json; charset=utf-8'",
    "131072; 262144; 524288; 1048576; 2097152; 4194304; 8388608; 16777216; 33554432; "
    "67108864; 134217728; 268435456; 536870912; 1073741824; 2147483648; 4294967296; "
    "8589934592; 17179869184; 34359738368; 68719476736; 137438953472; 274877906944; "
    "549755813888; 1099511627776; 2199023255552; 4398046511104; 8796093022208; "
    "17592186044416; 35184372088832; 70368744177664; 140737488355328; 281474976710656; "
    "562949953421312; 1125899906842624; 2251799813685248; 4503599627370496; "
    "9007199254740992; 1048575; 16777215; 4294967295; 9007199254740991; 100000; 1000000; "
    "10000000; 1000000000; 3600000; 86400000; 604800000; ",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut "
    "labore et dolore "
    "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut "
    "aliquip ex ea commodo "
    "consequat.",
    "abcdefghijklmnopqrstuvwxyz0123456789 "
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "The quick brown fox jumps over the lazy dog",
    "127.0.0.1; 192.168.0.1; 255.255.255.0; 8.8.8.8; 123456; 1234567; 12345678; 123456789; "
    "1234567890; 012345; 0123456; 01234567; 012345678; 0123456789; user@example.com; "
    "noreply@github.com; git@github.com; 65535; 65536; 2147483647; 4294967295; 3.14159; 3.141592; "
    "86400; 3600000"};

}  // namespace

WordKind KindOf(std::string_view word) {
  const bool number =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool year = word.size() == 4 && (word.starts_with("19") || word.starts_with("20"));
  if (word.size() <= 1 || (number && (word.size() <= 2 || year))) return WordKind::kNothing;
  if (number && word.size() >= 4) return WordKind::kNumber;
  return IsListed(word) || IsJoined(word) ? WordKind::kCommon : WordKind::kOwn;
}

std::shared_ptr<const Store> Boilerplate(size_t run_length) {
  static std::mutex mutex;
  static std::map<size_t, std::shared_ptr<const Store>> stores;
  const std::lock_guard lock(mutex);
  std::shared_ptr<const Store>& kept = stores[run_length];
  if (kept == nullptr) {
    auto store = std::make_shared<Store>(run_length);
    for (const std::string_view text : kBoilerplate) store->Add(text, 0);
    kept = std::move(store);
  }
  return kept;
}

}  // namespace weir::flow
