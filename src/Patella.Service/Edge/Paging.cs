namespace Patella.Service.Edge;

/// <summary>Cursor pages: stable order, bounded size. A cursor is opaque to the caller: the last row's sort value and id.</summary>
public static class Paging
{
    public const int Default = 50;
    public const int Most = 200;

    public static int Limit(int? asked) => Math.Clamp(asked ?? Default, 1, Most);

    public static string Cursor(long sort, string id) => $"{sort}~{id}";

    /// <summary>Reads a cursor; false for one that this server never made.</summary>
    public static bool TryRead(string? cursor, out long sort, out string id)
    {
        sort = long.MaxValue;
        id = "~";
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        var mark = cursor.IndexOf('~');
        id = mark < 0 ? "" : cursor[(mark + 1)..];
        return mark > 0 && long.TryParse(cursor.AsSpan(0, mark), out sort) && id.Length <= 100;
    }
}
