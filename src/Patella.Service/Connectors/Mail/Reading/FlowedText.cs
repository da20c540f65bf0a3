using System.Text;

namespace Patella.Service.Connectors.Mail.Reading;

/// <summary>Text with <c>format=flowed</c> (RFC 3676): lines that end in a blank go on in the next one of the same quote depth.</summary>
internal static class FlowedText
{
    public static string Join(string text, bool deleteBlank)
    {
        var output = new StringBuilder(text.Length);
        var (open, openDepth) = (false, 0);
        foreach (var line in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            var depth = 0;
            while (depth < line.Length && line[depth] == '>')
            {
                depth++;
            }

            var body = line[depth..];
            body = body.StartsWith(' ') ? body[1..] : body;
            var isSignature = body == "-- ";
            if (!open || depth != openDepth || isSignature)
            {
                output.Append(output.Length > 0 ? "\n" : "").Append('>', depth).Append(depth > 0 ? " " : "");
            }

            open = body.EndsWith(' ') && !isSignature;
            openDepth = depth;
            output.Append(open && deleteBlank ? body[..^1] : body);
        }

        return output.ToString();
    }
}
