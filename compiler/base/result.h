// Result: a value or why there is none. For machinery (files, JSON, the JIT); a policy author's mistakes are
// diagnostics instead, and nothing crosses a folder as an exception.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace weir {

// What went wrong, for a person: lower case, no final period, what is there before what to do.
struct Error {
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit by design, as in `return value;`
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: likewise

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  // Only where ok().
  T& value() & { return std::get<T>(state_); }
  const T& value() const& { return std::get<T>(state_); }
  T&& value() && { return std::get<T>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Only where !ok().
  const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

// Calls the alternative that fits: std::visit(Overloaded{[](const A&) {…}, [](const B&) {…}}, variant).
template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace weir
