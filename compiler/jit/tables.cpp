#include "compiler/jit/tables.h"

#include <llvm/IR/GlobalVariable.h>

#include "compiler/abi/policy_table.h"

namespace weir::jit {
namespace {

// What generated tables say and what the header calls it are the same numbers.
static_assert(static_cast<int>(slots::Root::kClaims) == WEIR_ROOT_CLAIMS);
static_assert(static_cast<int>(slots::View::kLength) == WEIR_VIEW_LENGTH);
static_assert(static_cast<int>(slots::View::kPath) == WEIR_VIEW_PATH);
static_assert(static_cast<int>(slots::View::kUrl) == WEIR_VIEW_URL);
static_assert(static_cast<int>(slots::View::kCommand) == WEIR_VIEW_COMMAND);
static_assert(static_cast<int>(slots::View::kEmailDomain) == WEIR_VIEW_EMAIL_DOMAIN);
static_assert(ir::Names::kNobody == WEIR_NO_TARGET);
static_assert(kVerbCount == WEIR_VERB_COUNT);

}  // namespace

Tables::Tables(llvm::Module& module) : module_(module), context_(module.getContext()) {}

void Tables::AddPolicy(const ir::Decisions& decisions, const AheadTexts& texts,
                       const llvm::Constant& functions, const std::string& symbol) {
  Constants targets;
  for (size_t i = 0; i < decisions.targets.size(); ++i) {
    const auto pair = static_cast<unsigned>(2 * i);
    targets.push_back(Target(decisions.targets[i], functions.getAggregateElement(pair),
                             functions.getAggregateElement(pair + 1)));
  }
  Constants names;
  for (const auto& server : decisions.servers) {
    for (const ir::Names& of_verb : server) names.push_back(Names(of_verb));
  }
  Constants rules;
  for (const AheadRule& rule : texts.rules) rules.push_back(Rule(rule));
  llvm::Constant* policy =
      Struct({Number32(WEIR_ABI_VERSION), Number32(decisions.targets.size()), Array(targets),
              Array(names), Texts(texts.servers), Texts(texts.agents), Texts(texts.labels),
              Array(rules), Number32(texts.servers.size()), Number32(texts.agents.size()),
              Number32(texts.labels.size()), Number32(texts.rules.size())});
  new llvm::GlobalVariable(module_, policy->getType(), true, llvm::GlobalValue::ExternalLinkage,
                           policy, symbol);
}

llvm::Constant* Tables::Number32(uint64_t number) const {
  return llvm::ConstantInt::get(llvm::Type::getInt32Ty(context_), number);
}

llvm::Constant* Tables::Number64(uint64_t number) const {
  return llvm::ConstantInt::get(llvm::Type::getInt64Ty(context_), number);
}

llvm::Constant* Tables::Struct(const Constants& fields) const {
  return llvm::ConstantStruct::getAnon(context_, fields);
}

llvm::Constant* Tables::Array(const Constants& items) {
  if (items.empty()) return llvm::ConstantPointerNull::get(llvm::PointerType::get(context_, 0));
  auto* type = llvm::ArrayType::get(items.front()->getType(), items.size());
  return new llvm::GlobalVariable(module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                  llvm::ConstantArray::get(type, items));
}

template <typename Integer>
llvm::Constant* Tables::Numbers(std::span<const Integer> numbers) {
  auto* data = llvm::ConstantDataArray::get(
      context_, llvm::ArrayRef<Integer>(numbers.data(), numbers.size()));
  return new llvm::GlobalVariable(module_, data->getType(), true, llvm::GlobalValue::PrivateLinkage,
                                  data);
}

llvm::Constant* Tables::Text(std::string_view text) {
  auto* bytes = llvm::ConstantDataArray::getString(
      context_, llvm::StringRef(text.data(), text.size()), /*AddNull=*/true);
  auto* variable = new llvm::GlobalVariable(module_, bytes->getType(), true,
                                            llvm::GlobalValue::PrivateLinkage, bytes);
  return Struct({variable, Number32(text.size())});
}

llvm::Constant* Tables::Texts(const std::vector<std::string>& texts) {
  Constants items;
  for (const std::string& text : texts) items.push_back(Text(text));
  return Array(items);
}

llvm::Constant* Tables::Slots(const slots::Plan& plan) {
  Constants items;
  for (const slots::Slot& slot : plan) items.push_back(Slot(slot));
  return Array(items);
}

llvm::Constant* Tables::Slot(const slots::Slot& slot) {
  return Struct({Number32(static_cast<uint64_t>(slot.root)),
                 Number32(static_cast<uint64_t>(slot.view)), Number32(slot.keys.size()),
                 Number32(slot.elements.size()), Texts(slot.keys), Slots(slot.elements)});
}

llvm::Constant* Tables::Target(const ir::Target& target, llvm::Constant* decide,
                               llvm::Constant* result_labels) {
  return Struct({decide, result_labels, Number64(target.gives), Number64(target.takes_off),
                 Slots(target.plan), Number64(target.plan.size())});
}

llvm::Constant* Tables::Names(const ir::Names& names) {
  Constants exact;
  for (const auto& [name, target] : names.exact.entries()) {
    exact.push_back(Struct({Text(name), Number32(target)}));
  }
  const automata::Automaton& globs = names.globs;
  std::vector<uint32_t> target_of_state;
  for (const uint32_t set : globs.accepts) target_of_state.push_back(names.target_of_set[set]);
  return Struct({Array(exact), Number64(exact.size()),
                 Numbers(std::span<const uint8_t>(globs.class_of)),
                 Numbers(std::span<const uint32_t>(globs.next)),
                 Numbers(std::span<const uint32_t>(target_of_state)), Number64(globs.class_count)});
}

llvm::Constant* Tables::Rule(const AheadRule& rule) {
  return Struct({Text(rule.source), Text(rule.place), Text(rule.because)});
}

}  // namespace weir::jit
