#include "runtime/clients/secrets.h"

#include <catch2/catch.hpp>

namespace weir::clients {
namespace {

using Strings = std::vector<std::string>;

TEST_CASE("what looks like a secret is found by its name, its beginning, or its place in a URL") {
  for (const Strings& words : std::vector<Strings>{
           {"--api-key", "abcd"},
           {"--apiKey", "hunter2"},
           {"--token=hunter2"},
           {"-e", "GITHUB_TOKEN=hunter2"},
           {"--header", "Authorization: Bearer abc"},
           {"--header", "X-Api-Key:abcd"},
           {"ghp_abcdefghijkl"},
           {"--x=ghp_abcdefghijkl"},
           {"postgresql://user:hunter2@db.example/x"},
       }) {
    Strings launch = {"server"};
    launch.insert(launch.end(), words.begin(), words.end());
    CAPTURE(launch.back());
    CHECK(FindSecret(launch) == launch.size() - 1);
  }
}

TEST_CASE("what is no secret is none") {
  for (const Strings& words : std::vector<Strings>{
           {"--key", "/etc/key.pem"},
           {"--key", "--other"},
           {"--token", "abc"},
           {"--password-file=secret"},
           {"--tokens-max", "5000"},
           {"ghp_abcdefghijk"},
           {"postgresql://localhost:5432/x"},
           {"postgresql://user@db.example:5432/x"},
           {"https://x.example/a:b@c"},
           {"-y", "@modelcontextprotocol/server-filesystem", "/srv"},
           {"--from", "git+https://x.example/y", "z"},
       }) {
    Strings launch = {"server"};
    launch.insert(launch.end(), words.begin(), words.end());
    CAPTURE(launch.back());
    CHECK_FALSE(FindSecret(launch));
  }
  CHECK_FALSE(FindSecret({"sk-this-is-the-program-itself"}));
}

}  // namespace
}  // namespace weir::clients
