#include "runtime/flow/common.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <unordered_set>

namespace weir::flow {
namespace {

constexpr std::string_view kWords =
    // English: articles, pronouns, prepositions, auxiliaries, and the verbs and adverbs that glue
    // sentences.
    "a an the this that these those i you he she it we they me him her us them my your his its our "
    "their mine yours "
    "who whom whose which what when where why how all any both each few more most other some such "
    "no nor not only own "
    "same so than too very can could may might must shall should will would do does did done doing "
    "be am is are was "
    "were been being have has had having of in on at by for with about against between into "
    "through during before "
    "after above below to from up down out off over under again further then once here there and "
    "but if or because as "
    "until while also just now even still yet already always never often sometimes however "
    "therefore thus hence else "
    "one two three four five six seven eight nine ten first second third last next new old good "
    "best better great "
    "many much little least less well way time times day days week weeks month months year years "
    "today tomorrow "
    "yesterday please thank thanks regards dear hello hi sincerely kind let know like need want "
    "get got getting give "
    "given go going come make makes made making take taken see seen use used uses using useful "
    "work works working "
    "find found look looks looking say says said ask asked tell think keep put set sets try trying "
    "help helps show "
    "shows shown send sent sending receive received read write written call called calls check "
    "checks ensure provide "
    "provides provided providing include includes included including contain contains contained "
    "follow following "
    "follows allow allows allowed require requires required support supports supported available "
    "possible able "
    "based information details detail following section example examples note notes see also etc "
    "via per without "
    "within around across along among upon since whether either neither rather instead such case "
    "cases order part "
    "parts end start begin number numbers name names list lists type types value values data file "
    "files line lines "
    "page pages point points thing things people person someone everyone anything something "
    "nothing everything "
    "question answer problem issue issues update updates change changes add added adding remove "
    "removed create "
    "created delete deleted open close closed save saved copy message messages email mail address "
    "phone date user "
    "users team project task tasks meeting report document documents important sure right left "
    "back long short high "
    "low large small full empty true false yes ok okay soon possible forward hearing questions "
    "contact free feel hope "
    "have any let us attached find below above under certain different general specific single "
    "whole current "
    "default following previous later earlier must may not only applicable law agreed writing "
    "software distributed "
    "distribution license licensed licenses copyright rights reserved warranties conditions kind "
    "express implied "
    "permissions limitations governing language terms version any merchantability fitness "
    "particular purpose "
    "elements element location locations difference differences beginning beginnings compatibility "
    "compatible existing exist exists provisions provision subject conditions damages damage "
    "incidental "
    "consequential special direct indirect directly indirectly indicates indicate indicated equal "
    "equals "
    "greater lesser zero future characters character return returning definitions definition "
    "defined "
    "define library libraries public general software documentation modify modified modification "
    "copyright notice notices appear appears advised possibility arising published either hope "
    "merchantability implied warranty warranties purpose redistribute receive received along write "
    "foundation states state used system systems function functions variable variables parameter "
    "parameters argument arguments object objects option options command commands directory "
    "directories "
    "source sources program programs process processes memory size sizes bytes byte bit bits "
    "access "
    "security local remote network server servers client clients connection connections protocol "
    "address "
    "addresses current currently simple simply common commonly usually typically generally "
    "specific "
    "specifically particular particularly appropriate corresponding additional additionally "
    "another "
    "together separate separately respectively automatically manually explicitly implicitly "
    "optional "
    "optionally necessary required recommended deprecated supported unsupported reserved invalid "
    "valid "
    "undefined unknown various several multiple single double pair pairs group groups member "
    "members "
    "field fields column columns row rows table tables database databases query queries record "
    "records "
    "entry entries default defaults setting settings configuration configure install installed "
    "installation build builds building compile compiled compiler runtime version versions release "
    "releases feature features implementation implementations implement implemented interface "
    "interfaces "
    "method methods instance instances constructor destructor operator operators expression "
    "expressions "
    "statement statements block blocks loop loops branch branches condition conditional exception "
    "exceptions handler handlers event events signal signals thread threads lock locks queue "
    "queues stack "
    "stacks buffer buffers stream streams pointer pointers reference references template templates "
    "argument iterator iterators container containers allocator sequence sequences range ranges "
    "position "
    "positions offset offsets index indices pattern patterns match matches matching format formats "
    "formatted formatting output input parse parsed parsing read reads reader writing writes "
    "writer print "
    "prints display displays displayed window windows screen button click select selected "
    "selection menu "
    "image images color colors width height top bottom middle center inside outside front behind "
    "near far "
    "high higher highest low lower lowest fast slow quick quickly hard easy easier difficult "
    "possible "
    "impossible likely unlikely maybe perhaps really actually almost nearly about again against "
    "ago ahead "
    "already although among amount another anyone apart area away became become becomes began "
    "behavior "
    "behaviour being believe beside besides beyond both bring brought business case cause causes "
    "certain "
    "certainly clear clearly company complete completely consider considered contains continue "
    "continues "
    "control controls could country course day deal decide decided depend depending depends "
    "describe "
    "described describes description develop development difference different directly during each "
    "early "
    "effect effects either especially even event ever every example except expect expected "
    "experience "
    "fact feel few figure force form forms found four free friend friends gave general give gives "
    "great "
    "half hand happen happens hear heard held high hold home hour hours house however human idea "
    "important increase indeed instead interest involved itself keep kept kind knew known knows "
    "large "
    "largest later lead learn least leave left less life likely line little live local longer lot "
    "lower "
    "made main major makes man manner mean means meant measure might mind minute minutes moment "
    "money "
    "more morning most move moved moving must near need needed needs never next night none normal "
    "normally nothing notice number obtain often older once only onto opened order ordinary "
    "original "
    "others otherwise outside over own paid particular past people perform performed performing "
    "period "
    "person place places plan plans play point possible power present probably problem produce "
    "product "
    "products proper properly purpose purposes quite rather reach read ready real reason reasons "
    "recent "
    "recently reduce regard related relate relation relative remain remains remember replace "
    "replaced "
    "report represent represents request requested result return right room rule rules same saw "
    "school "
    "seem seems seen self sense serve service services several shall share short should side "
    "similar "
    "similarly simple since small social some something soon sort space spaces special stand "
    "standard "
    "standards start started starting still stop stopped strong study such suggest sure take taken "
    "talk "
    "tell term terms than their themselves then there therefore thought thousand through "
    "throughout thus "
    "told too took total toward towards true turn turned turning type under understand unit units "
    "unless "
    "until upon usual value whatever whenever where wherever whether which while whole wide within "
    "without woman word words world would wrong year young "
    // Calendars.
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul "
    "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed "
    "thu fri sat sun "
    "utc gmt am pm "
    // Programs, markup, addresses.
    "if else elif for while do switch case default break continue return returns goto try catch "
    "except finally throw "
    "throws raise with as import from include define undef ifdef ifndef endif pragma once extern "
    "static inline const "
    "constexpr volatile mutable void int long short char unsigned signed float double bool boolean "
    "byte string str "
    "struct class enum union typedef typename template namespace using public private protected "
    "virtual override "
    "final abstract interface extends implements package module export function func def fn lambda "
    "let var val type "
    "self this null nil none nullptr undefined true false new delete sizeof size len length count "
    "index key value "
    "item items list array map set vector dict tuple object std string_view size_t uint8 uint8_t "
    "uint16_t uint32 "
    "uint32_t uint64 uint64_t int8_t int16_t int32_t int64 int64_t ptr ref arg args argc argv "
    "param params main printf "
    "fprintf print println console log error err exception stderr stdout stdin assert test begin "
    "end first second "
    "next prev push pop back front append insert get set put add remove is has to of in not and or "
    "xor public "
    "static async await yield echo exit then fi done esac local attribute attributes method "
    "property properties "
    "node input output result results status code id uuid hash http https www com org net html xml "
    "json yaml css js "
    "href src div span table tr td th ul li p br img head body title meta link script style lang "
    "en utf8 utf charset "
    "content text plain application get post headers header request response url uri api v1 v2 "
    "localhost github "
    "google schema schemas w3 xmlns dtd doctype usr bin lib etc var tmp home share local opt dev ";

std::unordered_set<std::string_view> Split(std::string_view words) {
  std::unordered_set<std::string_view> set;
  for (size_t at = 0; at < words.size();) {
    const size_t end = words.find(' ', at);
    if (end > at) set.insert(words.substr(at, end - at));
    at = end + 1;
  }
  return set;
}

constexpr std::array<std::string_view, 21> kBoilerplate = {
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
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width, initial-scale=1\"><title>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
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
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut "
    "labore et dolore "
    "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut "
    "aliquip ex ea commodo "
    "consequat.",
    "abcdefghijklmnopqrstuvwxyz0123456789 "
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "The quick brown fox jumps over the lazy dog",
    "127.0.0.1 192.168.0.1 255.255.255.0 8.8.8.8 123456 1234567 12345678 123456789 1234567890 "
    "user@example.com "
    "noreply@github.com git@github.com 65535 65536 2147483647 4294967295 3.14159 3.141592 86400 "
    "3600000"};

}  // namespace

bool IsCommonWord(std::string_view word) {
  static const std::unordered_set<std::string_view> words = Split(kWords);
  if (word.size() <= 1 || words.contains(word)) return true;
  const bool number =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool year = word.size() == 4 && (word.starts_with("19") || word.starts_with("20"));
  return number && (word.size() <= 2 || year);
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
