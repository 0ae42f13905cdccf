// One statement of a .weir file at a time: compiler/parse finds where a statement ends (at `;` or `}` outside of
// brackets) before it is parsed, so that a mistake in one cannot spoil the next.
//
// Chains of `and`, `or` and `not` are loops, not recursion; what can nest (brackets, quantifiers) is counted before.
parser grammar WeirParser;
options { tokenVocab = WeirLexer; }

statement
  : agent
  | server
  | route
  | rule_
  | constant
  | set
  | test
  ;

version : WEIR INTEGER SEMICOLON;

agent      : AGENT name LBRACE client* RBRACE;
client     : CLIENT string (COMMA string)* SEMICOLON;

server     : SERVER name LBRACE serverItem* RBRACE;
serverItem
  : LAUNCH text+ SEMICOLON                               # launch
  | TOOLS targetName (COMMA targetName)* SEMICOLON       # tools
  | LIMIT serverLimit (COMMA serverLimit)* SEMICOLON     # limit
  | ENV variable (COMMA variable)* SEMICOLON             # env
  ;
serverLimit : RESULT? INTEGER IDENTIFIER;
variable    : word (ASSIGN text)?;

route    : ROUTE name ARROW name DOT exactName SEMICOLON;
constant : CONST name ASSIGN literal SEMICOLON;
set      : SET name ASSIGN list SEMICOLON;

rule_    : effect subject COLON verb? target (COMMA target)* where? because? SEMICOLON;
effect   : ALLOW | ASK | DENY;
subject  : ANY | name | LBRACE name (COMMA name)* RBRACE;
verb     : READ | PROMPT | COMPLETE;
target   : serverName (DOT targetNames)?;
serverName : name | PATTERN;
targetNames : targetName | LBRACE targetName (COMMA targetName)* RBRACE;
targetName : exactName | PATTERN;
exactName  : word | STRING;
where    : WHERE condition;
because  : BECAUSE string;

test     : TEST string AS name LBRACE step* RBRACE;
step     : effect verb? name (DOT exactName | STRING)? json? (BECAUSE reason)? SEMICOLON;
reason   : word | STRING;
// Only its brackets are matched here; what is between them is for the JSON reader.
json     : LBRACE jsonPart* RBRACE;
jsonPart
  : LBRACE jsonPart* RBRACE
  | LBRACKET jsonPart* RBRACKET
  | ~(LBRACE | RBRACE | LBRACKET | RBRACKET)
  ;

condition  : term ((AND | OR) term)*;
term       : NOT* primary;
primary
  : LPAREN condition RPAREN       # group
  | quantifier name IN value COLON condition # quantified
  | EXISTS value                  # exists
  | value (comparison value)?     # compare
  ;
quantifier : ANY | ALL | NONE;
comparison
  : EQUAL | NOTEQUAL | LESS | LESSEQUAL | GREATER | GREATEREQUAL
  | IN | LIKE | CONTAINS | STARTS WITH | ENDS WITH | WITHIN
  ;

value     : literal | call | reference | list;
call      : name LPAREN (literal | reference) RPAREN member*;
reference : (name | AGENT | SERVER) member*;
member    : DOT word | LBRACKET STRING RBRACKET;
list      : LBRACKET (item (COMMA item)* COMMA?)? RBRACKET;
item      : literal | reference;
text      : string | reference;
literal   : STRING | INTEGER | DECIMAL | TRUE | FALSE;
string    : STRING;

// What an author may call a thing. Words with a meaning only inside a block can be names as well.
name : IDENTIFIER | CLIENT | LAUNCH | TOOLS | RESULT | ENV;

// After a dot, and wherever a server's own names stand, every word is a name.
word
  : IDENTIFIER
  | WEIR | AGENT | SERVER | ROUTE | CONST | SET | TEST | ALLOW | ASK | DENY | READ | PROMPT | COMPLETE | WHERE
  | BECAUSE | AS | CLIENT | LAUNCH | TOOLS | LIMIT | RESULT | ENV | ANY | ALL | NONE | AND | OR | NOT | EXISTS | IN
  | LIKE | CONTAINS | STARTS | ENDS | WITH | WITHIN | TRUE | FALSE
  ;
