#include "runtime/guard/passages.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir::guard {
namespace {

// Fields whose strings are for a reader.
constexpr std::array<std::string_view, 14> kProseFields = {"description",
                                                           "title",
                                                           "default",
                                                           "enum",
                                                           "examples",
                                                           "$comment",
                                                           "const",
                                                           "text",
                                                           "enumDescriptions",
                                                           "markdownDescription",
                                                           "summary",
                                                           "example",
                                                           "instructions",
                                                           "enumNames"};

// Fields that specifications have and that hold no text of their own.
constexpr std::array<std::string_view, 61> kPlainFields = {"type",
                                                           "properties",
                                                           "required",
                                                           "items",
                                                           "inputSchema",
                                                           "outputSchema",
                                                           "annotations",
                                                           "_meta",
                                                           "name",
                                                           "additionalProperties",
                                                           "$schema",
                                                           "$id",
                                                           "$ref",
                                                           "$defs",
                                                           "definitions",
                                                           "anyOf",
                                                           "oneOf",
                                                           "allOf",
                                                           "not",
                                                           "format",
                                                           "pattern",
                                                           "patternProperties",
                                                           "minimum",
                                                           "maximum",
                                                           "minLength",
                                                           "maxLength",
                                                           "minItems",
                                                           "maxItems",
                                                           "uniqueItems",
                                                           "exclusiveMinimum",
                                                           "exclusiveMaximum",
                                                           "multipleOf",
                                                           "minProperties",
                                                           "maxProperties",
                                                           "readOnlyHint",
                                                           "destructiveHint",
                                                           "idempotentHint",
                                                           "openWorldHint",
                                                           "if",
                                                           "then",
                                                           "else",
                                                           "dependentRequired",
                                                           "dependentSchemas",
                                                           "propertyNames",
                                                           "contains",
                                                           "prefixItems",
                                                           "nullable",
                                                           "deprecated",
                                                           "readOnly",
                                                           "writeOnly",
                                                           "discriminator",
                                                           "mapping",
                                                           "arguments",
                                                           "uri",
                                                           "uriTemplate",
                                                           "mimeType",
                                                           "icons",
                                                           "execution",
                                                           "size",
                                                           "unevaluatedProperties",
                                                           "contentEncoding"};

// Objects whose keys are names that the author chose.
constexpr std::array<std::string_view, 6> kNameMaps = {
    "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "mapping"};

template <size_t N>
bool Has(const std::array<std::string_view, N>& fields, std::string_view field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

std::string Escaped(std::string_view token) {
  std::string escaped;
  for (const char c : token) {
    if (c == '~')
      escaped += "~0";
    else if (c == '/')
      escaped += "~1";
    else
      escaped += c;
  }
  return escaped;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return lower;
}

class Walk {
 public:
  std::vector<Passage> Run(const json::Value& definition) {
    if (const auto name = definition.Find("name"); name && name->is_string())
      name_ = name->string();
    for (const json::Member member : definition.members()) {
      const std::string pointer = "/" + Escaped(member.key);
      if (member.key == "name" && member.value.is_string()) {
        Add(pointer, member.value.string(), Role::kName);
      } else {
        Field(member, pointer, /*named_by_author=*/false);
      }
    }
    whole_->name = name_;
    return std::move(passages_);
  }

 private:
  void Field(const json::Member& member, const std::string& pointer, bool named_by_author) {
    if (named_by_author) {
      Add(pointer, member.key, Role::kKey);
      whole_->keys.insert(Lower(member.key));
      const std::string outer = property_;
      if (property_.empty()) property_ = name_;
      property_.append("/").append(member.key);
      Visit(member.value, pointer, Role::kOdd, /*chosen_keys=*/false);
      property_ = outer;
      return;
    }
    const bool prose = Has(kProseFields, member.key);
    const bool known = prose || Has(kPlainFields, member.key);
    if (!known) Add(pointer, member.key, Role::kKey);
    const bool choice = member.key == "enum" || member.key == "const";
    const Role role = choice ? Role::kChoice : prose ? Role::kProse : Role::kOdd;
    Visit(member.value, pointer, role, Has(kNameMaps, member.key));
  }

  void Visit(const json::Value& value, const std::string& pointer, Role role, bool chosen_keys) {
    if (value.is_string()) Add(pointer, value.string(), role);
    size_t index = 0;
    for (const json::Value item : value.items()) {
      Visit(item, pointer + "/" + std::to_string(index++), role, false);
    }
    for (const json::Member member : value.members()) {
      Field(member, pointer + "/" + Escaped(member.key), chosen_keys);
    }
  }

  void Add(std::string pointer, std::string_view text, Role role) {
    if (text.empty() || passages_.size() >= kPassagesMax) return;
    if (role == Role::kChoice) role = AddChoice(text);
    passages_.push_back({std::move(pointer), std::string(text), role, property_, whole_});
  }

  // What is a sentence is no choice.
  Role AddChoice(std::string_view text) {
    if (text.find_first_of(" \t\n") != std::string_view::npos) return Role::kProse;
    std::string& choices = whole_->choices;
    if (choices.size() + text.size() + 1 <= kChoicesBytesMax) choices.append(text).append(1, ' ');
    return Role::kChoice;
  }

  std::string name_;
  std::string property_;
  std::shared_ptr<Whole> whole_ = std::make_shared<Whole>();
  std::vector<Passage> passages_;
};

bool IsLower(char c) {
  return c >= 'a' && c <= 'z';
}
bool IsUpper(char c) {
  return c >= 'A' && c <= 'Z';
}

}  // namespace

std::vector<Passage> PassagesOf(const json::Value& definition) {
  return Walk().Run(definition);
}

std::string WordsOf(std::string_view name) {
  std::string words;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '_' || c == '-' || c == '.' || c == '/') {
      words += ' ';
      continue;
    }
    if (i > 0 && IsUpper(c) && IsLower(name[i - 1])) words += ' ';
    words += c;
  }
  return words;
}

}  // namespace weir::guard
