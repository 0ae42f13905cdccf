#include "tests/attacks/corpus.h"

#include <zlib.h>

#include <array>
#include <memory>

namespace weir::attacks {
namespace {

struct Close {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

Result<std::string> ReadGzip(const std::string& path) {
  const std::unique_ptr<gzFile_s, Close> file(gzopen(path.c_str(), "rb"));
  if (!file) return Error{"`" + path + "` cannot be opened"};
  std::string text;
  std::array<char, 1 << 16> buffer{};
  int count = 0;
  while ((count = gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
    text.append(buffer.data(), static_cast<size_t>(count));
  }
  if (count < 0) return Error{"`" + path + "` is damaged"};
  return text;
}

}  // namespace

Result<std::vector<json::Document>> ReadRows(const std::string& path) {
  Result<std::string> text = ReadGzip(path);
  if (!text) return text.error();
  std::vector<json::Document> rows;
  for (size_t begin = 0; begin < text->size();) {
    size_t end = text->find('\n', begin);
    if (end == std::string::npos) end = text->size();
    if (end > begin) {
      Result<json::Document> row = json::Document::Parse(text->substr(begin, end - begin));
      if (!row) return Error{"`" + path + "`: " + row.error().message};
      rows.push_back(std::move(row).value());
    }
    begin = end + 1;
  }
  return rows;
}

std::string TextOf(const json::Value& row, std::string_view key) {
  const auto member = row.Find(key);
  return member && member->is_string() ? std::string(member->string()) : std::string();
}

}  // namespace weir::attacks
