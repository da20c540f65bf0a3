namespace Patella.Service.Connectors.Mail.Reading;

/// <summary>Message-IDs in a field: what stands between angles, bounded.</summary>
internal static class MessageIdList
{
    private const int Most = 50;
    private const int MostCharacters = 300;

    public static IReadOnlyList<string> Read(string? field)
    {
        var ids = new List<string>();
        var place = 0;
        while (field is not null && ids.Count < Most)
        {
            var open = field.IndexOf('<', place);
            var close = open < 0 ? -1 : field.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            var id = field[(open + 1)..close].Replace(" ", "", StringComparison.Ordinal);
            if (id.Length is > 2 and <= MostCharacters && id.All(letter => letter is > ' ' and < '\u007f' and not '<'))
            {
                ids.Add(id);
            }

            place = close + 1;
        }

        return ids;
    }
}
