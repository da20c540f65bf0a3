namespace Patella.Kernel.Dmn.Feel;

/// <summary>Moves through a FEEL text: white space, comments, symbols, keywords, numbers, strings, plain words.</summary>
internal sealed partial class SourceReader(string text)
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

    internal FeelSyntaxException Error(string message) => new(message, Position);

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
