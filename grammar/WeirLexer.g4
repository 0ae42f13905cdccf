// The tokens of a .weir file. Nothing here fails: what is no token becomes one of the last five, so that
// compiler/parse can say what is wrong with it in words of its own.
lexer grammar WeirLexer;

// Words that begin a statement. The groups stay together: compiler/parse compares with their ends.
WEIR       : 'weir';
IMPORT     : 'import';
AGENT      : 'agent';
SERVER     : 'server';
LABEL      : 'label';
ROUTE      : 'route';
CONST      : 'const';
SET        : 'set';
PATTERN    : 'pattern';
USE        : 'use';
FLOW       : 'flow';
DECLASSIFY : 'declassify';
GUARD      : 'guard';
TEST       : 'test';
PROVE      : 'prove';
LIMIT      : 'limit';
ALLOW      : 'allow';
ASK        : 'ask';
DENY       : 'deny';

// Verbs.
READ       : 'read';
PROMPT     : 'prompt';
COMPLETE   : 'complete';
SAMPLE     : 'sample';
ELICIT     : 'elicit';
ROOTS      : 'roots';

// Clauses and conditions.
WHERE      : 'where';
BECAUSE    : 'because';
AS         : 'as';
AFTER      : 'after';
THROUGH    : 'through';
RETURNS    : 'returns';
ANY        : 'any';
ALL        : 'all';
NONE       : 'none';
AND        : 'and';
OR         : 'or';
NOT        : 'not';
EXISTS     : 'exists';
VALID      : 'valid';
IN         : 'in';
LIKE       : 'like';
MATCHES    : 'matches';
CONTAINS   : 'contains';
STARTS     : 'starts';
ENDS       : 'ends';
WITH       : 'with';
WITHIN     : 'within';
UNDER      : 'under';
HAS        : 'has';

// Words inside of blocks: they can be names as well.
CLIENT     : 'client';
JWT        : 'jwt';
ISSUER     : 'issuer';
AUDIENCE   : 'audience';
TOKEN      : 'token';
FROM       : 'from';
FILE       : 'file';
LAUNCH     : 'launch';
CONNECT    : 'connect';
HEADER     : 'header';
TOOLS      : 'tools';
TOOL       : 'tool';
GIVES      : 'gives';
TAKES      : 'takes';
RESULT     : 'result';
ENV        : 'env';
SANDBOX    : 'sandbox';
WRITE      : 'write';
NETWORK    : 'network';
MEMORY     : 'memory';
PROCESSES  : 'processes';
ARGUMENTS  : 'arguments';
STRICT     : 'strict';
STRIP      : 'strip';
OPEN       : 'open';
BY         : 'by';
SESSION    : 'session';
CONTENT    : 'content';
OF         : 'of';
PER        : 'per';
LABELS     : 'labels';
NEVER      : 'never';
ALWAYS     : 'always';
DRIFT      : 'drift';
SHADOW     : 'shadow';
POISON     : 'poison';
RESULTS    : 'results';
QUARANTINE : 'quarantine';
WARN       : 'warn';
OFF        : 'off';

TRUE       : 'true';
FALSE      : 'false';

// No token ends in `-`, so that `a->b` needs no spaces.
IDENTIFIER : [A-Za-z_] ('-'? [A-Za-z0-9_])*;
GLOB       : [A-Za-z0-9_-]* '*' [A-Za-z0-9_*-]*;

INTEGER : '-'? [0-9]+;
DECIMAL : '-'? [0-9]+ ('.' [0-9]+ EXPONENT? | EXPONENT);
fragment EXPONENT : [eE] [+-]? [0-9]+;

// Escapes are looked at later, one by one.
STRING : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '"';

// `/` begins nothing else but a comment. An escaped one (`\/`) does not end it.
REGEX : '/' REGEX_FIRST REGEX_REST* '/';
fragment REGEX_FIRST : ~[/*\\\r\n] | '\\' ~[\r\n];
fragment REGEX_REST  : ~[/\\\r\n] | '\\' ~[\r\n];

ARROW    : '->';
EQUAL    : '==';
NOTEQUAL : '!=';
LESSEQUAL : '<=';
GREATEREQUAL : '>=';
LESS     : '<';
GREATER  : '>';
ASSIGN   : '=';
COLON    : ':';
SEMICOLON : ';';
COMMA    : ',';
DOT      : '.';
LBRACE   : '{';
RBRACE   : '}';
LBRACKET : '[';
RBRACKET : ']';
LPAREN   : '(';
RPAREN   : ')';

SPACE         : [ \t\r\n]+ -> skip;
LINE_COMMENT  : '//' ~[\r\n]* -> skip;
BLOCK_COMMENT : '/*' .*? '*/' -> skip;

UNTERMINATED_STRING  : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '\\'?;
UNTERMINATED_REGEX   : '/' REGEX_FIRST REGEX_REST* '\\'?;
UNTERMINATED_COMMENT : '/*';
BAD_NUMBER           : '-'? [0-9]+ [A-Za-z_] [A-Za-z0-9_]*;
UNEXPECTED           : [\u0080-\u{10FFFF}]+ | .;
