using System.Globalization;
using System.Text;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Numbers and strings.</summary>
internal sealed partial class SourceReader
{
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
}
