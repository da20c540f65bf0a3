using System.Reflection;

namespace Patella.Platform.Storage;

/// <summary>
/// Named SQL statements of one <c>.sql</c> file that stands beside the code: <c>-- name: FindOrder</c> starts a statement.
/// </summary>
public sealed class Statements
{
    private readonly Dictionary<string, string> _byName = [];

    /// <param name="assembly">Where the file is embedded.</param>
    /// <param name="file">The end of its resource name, such as <c>Orders.orders.sql</c>.</param>
    public Statements(Assembly assembly, string file)
    {
        var resource = assembly.GetManifestResourceNames().SingleOrDefault(name => name.EndsWith("." + file, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No embedded file ends with {file}.");
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        string? name = null;
        var body = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("-- name:", StringComparison.Ordinal))
            {
                Keep(name, body);
                name = line["-- name:".Length..].Trim();
                body = [];
            }
            else
            {
                body.Add(line);
            }
        }

        Keep(name, body);
    }

    /// <summary>The statement of that name; without an argument, the one named as the calling member.</summary>
    public string this[string name] => _byName.TryGetValue(name, out var sql) ? sql : throw new InvalidOperationException($"No statement is named {name}.");

    public IReadOnlyCollection<string> Names => _byName.Keys;

    private void Keep(string? name, List<string> body)
    {
        if (name is not null)
        {
            _byName.Add(name, string.Join('\n', body).Trim());
        }
    }
}
