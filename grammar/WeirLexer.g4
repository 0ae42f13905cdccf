// The tokens of a .weir file. Nothing here fails: what is no token becomes one of the last four, so that
// compiler/parse can say what is wrong with it in words of its own.
lexer grammar WeirLexer;

WEIR     : 'weir';
AGENT    : 'agent';
SERVER   : 'server';
ROUTE    : 'route';
CONST    : 'const';
SET      : 'set';
TEST     : 'test';
ALLOW    : 'allow';
ASK      : 'ask';
DENY     : 'deny';
READ     : 'read';
PROMPT   : 'prompt';
COMPLETE : 'complete';
WHERE    : 'where';
BECAUSE  : 'because';
AS       : 'as';
CLIENT   : 'client';
LAUNCH   : 'launch';
TOOLS    : 'tools';
LIMIT    : 'limit';
RESULT   : 'result';
ENV      : 'env';
ANY      : 'any';
ALL      : 'all';
NONE     : 'none';
AND      : 'and';
OR       : 'or';
NOT      : 'not';
EXISTS   : 'exists';
IN       : 'in';
LIKE     : 'like';
CONTAINS : 'contains';
STARTS   : 'starts';
ENDS     : 'ends';
WITH     : 'with';
WITHIN   : 'within';
TRUE     : 'true';
FALSE    : 'false';

// No token ends in `-`, so that `a->b` needs no spaces.
IDENTIFIER : [A-Za-z_] ('-'? [A-Za-z0-9_])*;
PATTERN    : [A-Za-z0-9_-]* '*' [A-Za-z0-9_*-]*;

INTEGER : '-'? [0-9]+;
DECIMAL : '-'? [0-9]+ ('.' [0-9]+ EXPONENT? | EXPONENT);
fragment EXPONENT : [eE] [+-]? [0-9]+;

// Escapes are looked at later, one by one.
STRING : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '"';

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
UNTERMINATED_COMMENT : '/*';
BAD_NUMBER           : '-'? [0-9]+ [A-Za-z_] [A-Za-z0-9_]*;
UNEXPECTED           : [\u0080-\u{10FFFF}]+ | .;
