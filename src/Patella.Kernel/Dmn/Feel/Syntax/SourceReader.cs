using System.Globalization;
using System.Text;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Moves through a FEEL text: white space, comments, symbols, keywords, numbers, strings, plain words.</summary>
internal sealed class SourceReader(string text)
{
    internal string Text => text;

    internal int Position { get; set; }

    internal bool AtEnd
    {
        get
        {
            SkipSpace();
            return Position >= text.Length;
        }
    }

    /// <summary>The next character after white space; NUL at the end.</summary>
    internal char Peek()
    {
        SkipSpace();
        return At(Position);
    }

    /// <summary>The character so many places after the next one.</summary>
    internal char PeekAfter(int offset) => At(Position + offset);

    internal bool Symbol(string symbol)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, Position, symbol, 0, symbol.Length) != 0)
        {
            return false;
        }

        Position += symbol.Length;
        return true;
    }

    internal void Expect(string symbol, string after)
    {
        if (!Symbol(symbol))
        {
            throw Error($"expected '{symbol}' {after}");
        }
    }

    internal bool IsKeyword(string keyword)
    {
        SkipSpace();
        return string.CompareOrdinal(text, Position, keyword, 0, keyword.Length) == 0
            && NameRules.EndOfWord(text, Position) == Position + keyword.Length;
    }

    internal bool Keyword(string keyword)
    {
        if (!IsKeyword(keyword))
        {
            return false;
        }

        Position += keyword.Length;
        return true;
    }

    internal void ExpectKeyword(string keyword, string after)
    {
        if (!Keyword(keyword))
        {
            throw Error($"expected '{keyword}' {after}");
        }
    }

    internal string Word()
    {
        SkipSpace();
        int end = NameRules.IsStart(text, Position) ? NameRules.EndOfWord(text, Position) : Position;
        if (end == Position)
        {
            throw Error(Position >= text.Length ? "unexpected end" : $"unexpected '{text[Position]}'");
        }

        string word = text[Position..end];
        Position = end;
        return word;
    }

    internal decimal Number()
    {
        int start = Position;
        SkipDigits();
        if (At(Position) == '.' && char.IsAsciiDigit(At(Position + 1)))
        {
            Position++;
            SkipDigits();
        }

        int sign = At(Position + 1) is '+' or '-' ? 1 : 0;
        if (At(Position) is 'e' or 'E' && char.IsAsciiDigit(At(Position + 1 + sign)))
        {
            Position += 1 + sign;
            SkipDigits();
        }

        return decimal.TryParse(text.AsSpan(start, Position - start), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new FeelSyntaxException($"{text[start..Position]} is larger than a number can be", start);
    }

    /// <summary>A string with its escapes; a backslash before anything else stays, as regular expressions need it.</summary>
    internal string StringLiteral()
    {
        int start = Position++;
        var value = new StringBuilder();
        while (At(Position) != '"')
        {
            if (Position >= text.Length)
            {
                throw new FeelSyntaxException("this string has no end", start);
            }

            if (At(Position) == '\\')
            {
                Escape(value);
            }
            else
            {
                value.Append(text[Position++]);
            }
        }

        Position++;
        return value.ToString();
    }

    internal FeelSyntaxException Error(string message) => new(message, Position);

    private void Escape(StringBuilder value)
    {
        char kind = At(Position + 1);
        int digits = kind switch { 'u' => 4, 'U' => 6, _ => 0 };
        if (digits > 0 && Position + 2 + digits <= text.Length
            && int.TryParse(text.AsSpan(Position + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
        {
            value.Append(code <= 0xFFFF ? ((char)code).ToString() : Rune.IsValid(code) ? char.ConvertFromUtf32(code) : "\uFFFD");
            Position += 2 + digits;
            return;
        }

        string? plain = kind switch { 'n' => "\n", 'r' => "\r", 't' => "\t", '"' => "\"", '\'' => "'", '\\' => "\\", _ => null };
        value.Append(plain ?? "\\");
        Position += plain is null ? 1 : 2;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(At(Position)))
        {
            Position++;
        }
    }

    internal void SkipSpace()
    {
        while (Position < text.Length)
        {
            if (char.IsWhiteSpace(text[Position]) || text[Position] == '\uFEFF')
            {
                Position++;
            }
            else if (text[Position] == '/' && At(Position + 1) is '/' or '*')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        bool line = At(Position + 1) == '/';
        int end = text.IndexOf(line ? "\n" : "*/", Position + 2, StringComparison.Ordinal);
        if (end < 0 && !line)
        {
            throw Error("this comment has no end");
        }

        Position = end < 0 ? text.Length : end + (line ? 1 : 2);
    }

    private char At(int position) => position < text.Length ? text[position] : '\0';
}
