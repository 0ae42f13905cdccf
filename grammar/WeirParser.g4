// One statement of a .weir file at a time: compiler/parse finds where a statement ends (at `;` or `}` outside of
// brackets) before it is parsed, so that a mistake in one cannot spoil the next.
//
// Chains of `and`, `or` and `not` are loops, not recursion; what can nest (brackets, quantifiers) is counted before.
parser grammar WeirParser;
options { tokenVocab = WeirLexer; }

statement
  : import_
  | agent
  | server
  | label
  | route
  | rule_
  | flow
  | declassify
  | rateLimit
  | guard
  | constant
  | set
  | pattern
  | use
  | test
  | prove
  ;

version : WEIR INTEGER SEMICOLON;

import_  : IMPORT string SEMICOLON;
constant : CONST name ASSIGN literal SEMICOLON;
set      : SET name ASSIGN list SEMICOLON;

pattern   : PATTERN name LPAREN (parameter (COMMA parameter)*)? RPAREN LBRACE statement* RBRACE;
parameter : name COLON word;
use       : USE declared LPAREN (argument (COMMA argument)*)? RPAREN SEMICOLON;
argument  : literal | reference | list;

agent     : AGENT name LBRACE agentItem* RBRACE;
agentItem
  : CLIENT string (COMMA string)* SEMICOLON              # client
  | JWT ISSUER text AUDIENCE text where? SEMICOLON       # jwt
  | TOKEN FROM (ENV | FILE) text SEMICOLON               # token
  ;

server    : SERVER name LBRACE serverItem* RBRACE;
serverItem
  : LAUNCH text+ SEMICOLON                               # launch
  | CONNECT text (SEMICOLON | LBRACE header* RBRACE)     # connect
  | TOOLS targetName (COMMA targetName)* SEMICOLON       # tools
  | GIVES declared (COMMA declared)* SEMICOLON           # gives
  | TAKES declared (COMMA declared)* SEMICOLON           # takes
  | TOOL targetName (COMMA targetName)* GIVES declared (COMMA declared)* where? SEMICOLON # toolGives
  | LIMIT serverLimit (COMMA serverLimit)* SEMICOLON     # limit
  | ENV variable (COMMA variable)* SEMICOLON             # env
  | SANDBOX LBRACE sandboxItem* RBRACE                   # sandbox
  | ARGUMENTS (STRICT | STRIP | OPEN) SEMICOLON          # arguments
  ;
header      : HEADER string FROM ENV string SEMICOLON;
serverLimit : RESULT? quantity;
quantity    : INTEGER IDENTIFIER;
variable    : word (ASSIGN text)?;
sandboxItem
  : READ text (COMMA text)* SEMICOLON                    # sandboxRead
  | WRITE text (COMMA text)* SEMICOLON                   # sandboxWrite
  | NETWORK (NONE | ALL) SEMICOLON                       # sandboxNetwork
  | ENV variable (COMMA variable)* SEMICOLON             # sandboxEnv
  | MEMORY quantity SEMICOLON                            # sandboxMemory
  | PROCESSES INTEGER SEMICOLON                          # sandboxProcesses
  ;

label      : LABEL name (BY (SESSION | CONTENT (OF INTEGER)?))? SEMICOLON;
flow       : FLOW labels ARROW flowTarget (COMMA flowTarget)* where? (AFTER ASK)? SEMICOLON;
labels     : ANY | declared | LBRACE declared (COMMA declared)* RBRACE;
flowTarget : ANY | target;
declassify : DECLASSIFY labels THROUGH name DOT exactName where? SEMICOLON;

route    : ROUTE name ARROW name DOT exactName SEMICOLON;

rule_      : effect subject COLON (clientVerb | verb? target (COMMA target)* where?) because? SEMICOLON;
effect     : ALLOW | ASK | DENY;
subject    : ANY | name | LBRACE name (COMMA name)* RBRACE;
verb       : READ | PROMPT | COMPLETE;
clientVerb : SAMPLE | ELICIT | ROOTS;
target     : serverName (DOT targetNames)?;
serverName : name | GLOB;
targetNames : targetName | LBRACE targetName (COMMA targetName)* RBRACE;
targetName : exactName | GLOB;
exactName  : word | STRING;
where      : WHERE condition;
because    : BECAUSE string;

rateLimit  : LIMIT subject COLON verb? target (COMMA target)* INTEGER PER word SEMICOLON;

guard      : GUARD LBRACE guardItem* RBRACE;
guardItem  : (DRIFT | SHADOW | POISON | RESULTS) (QUARANTINE | ASK | WARN | DENY | OFF) SEMICOLON;

test     : TEST string AS name LBRACE step* RBRACE;
step     : effect verb? name (DOT exactName | STRING)? json? stepLabels? (RETURNS string)? (BECAUSE reason)? SEMICOLON;
stepLabels : WITH LABELS LBRACE declared (COMMA declared)* RBRACE;
reason   : word | STRING;
// Only its brackets are matched here; what is between them is for the JSON reader.
json     : LBRACE jsonPart* RBRACE;
jsonPart
  : LBRACE jsonPart* RBRACE
  | LBRACKET jsonPart* RBRACKET
  | ~(LBRACE | RBRACE | LBRACKET | RBRACKET)
  ;

prove : PROVE string LBRACE (NEVER | ALWAYS) subject COLON verb? target (COMMA target)* (WITH declared)? where? SEMICOLON RBRACE;

condition  : term ((AND | OR) term)*;
term       : NOT* primary;
primary
  : LPAREN condition RPAREN       # group
  | quantifier name IN value COLON condition # quantified
  | EXISTS value                  # exists
  | VALID value                   # valid
  | value (comparison value)?     # compare
  ;
quantifier : ANY | ALL | NONE;
comparison
  : EQUAL | NOTEQUAL | LESS | LESSEQUAL | GREATER | GREATEREQUAL
  | IN | LIKE | MATCHES | CONTAINS | STARTS WITH | ENDS WITH | WITHIN | UNDER | HAS
  ;

value     : literal | call | reference | list;
call      : name LPAREN (literal | reference) RPAREN member*;
reference : (name | AGENT | SERVER) member*;
member    : DOT word | LBRACKET STRING RBRACKET;
list      : LBRACKET (item (COMMA item)* COMMA?)? RBRACKET;
item      : literal | reference;
text      : string | reference;
literal   : STRING | REGEX | INTEGER | DECIMAL | TRUE | FALSE;
string    : STRING;

// A declared name, also one of a file of the standard library (`std.secret`).
declared : name (DOT word)?;

// What an author may call a thing. Words with a meaning only inside a block can be names as well.
name
  : IDENTIFIER
  | CLIENT | JWT | ISSUER | AUDIENCE | TOKEN | FROM | FILE | LAUNCH | CONNECT | HEADER | TOOLS | TOOL | GIVES |
    TAKES | RESULT | ENV | SANDBOX | WRITE | NETWORK | MEMORY | PROCESSES | ARGUMENTS | STRICT | STRIP | OPEN | BY
    | SESSION | CONTENT | OF | PER | LABELS | NEVER | ALWAYS | DRIFT | SHADOW | POISON | RESULTS | QUARANTINE |
    WARN | OFF
  ;

// After a dot, and wherever a server's own names stand, every word is a name.
word
  : name
  | WEIR | IMPORT | AGENT | SERVER | LABEL | ROUTE | CONST | SET | PATTERN | USE | FLOW | DECLASSIFY | GUARD |
    TEST | PROVE | LIMIT | ALLOW | ASK | DENY | READ | PROMPT | COMPLETE | SAMPLE | ELICIT | ROOTS | WHERE |
    BECAUSE | AS | AFTER | THROUGH | RETURNS | ANY | ALL | NONE | AND | OR | NOT | EXISTS | VALID | IN | LIKE |
    MATCHES | CONTAINS | STARTS | ENDS | WITH | WITHIN | UNDER | HAS | TRUE | FALSE
  ;
