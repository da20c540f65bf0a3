using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Storage;

namespace Patella.Platform.Migrations;

/// <summary>One numbered, forward-only change of the schema, written once for both dialects.</summary>
/// <param name="Capability">The folder it stands in, in lower case.</param>
/// <param name="Number">From 1, without gaps inside a capability.</param>
/// <param name="Sql">Portable SQL; <c>--#sqlite</c> ... <c>--#end</c> and <c>--#postgres</c> ... <c>--#end</c> fence what is not.</param>
public sealed record Migration(string Capability, int Number, string Sql)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)))[..16];

    public string For(StoreKind kind)
    {
        var output = new StringBuilder();
        string? fence = null;
        foreach (var line in Sql.Split('\n'))
        {
            switch (line.Trim())
            {
                case "--#sqlite": fence = "sqlite"; break;
                case "--#postgres": fence = "postgres"; break;
                case "--#end": fence = null; break;
                default:
                    if (fence is null || fence == (kind == StoreKind.Sqlite ? "sqlite" : "postgres"))
                    {
                        output.Append(line).Append('\n');
                    }

                    break;
            }
        }

        return output.ToString();
    }
}

/// <summary>All migrations in the declared order of capabilities. Files are embedded as <c>{Capability}/Migrations/001_name.sql</c>.</summary>
public sealed class MigrationSet
{
    private readonly List<Migration> _migrations = [];

    public IReadOnlyList<Migration> All => _migrations;

    /// <summary>Adds a capability's migrations after those already added.</summary>
    /// <exception cref="InvalidOperationException">A number is missing or doubled.</exception>
    public MigrationSet Add(Assembly assembly, string capability)
    {
        var marker = $".{capability}.Migrations.";
        var found = assembly.GetManifestResourceNames()
            .Where(name => name.Contains(marker, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToList();
        for (var index = 0; index < found.Count; index++)
        {
            var file = found[index][(found[index].IndexOf(marker, StringComparison.Ordinal) + marker.Length)..];
            if (!int.TryParse(file.AsSpan(0, 3), out var number) || number != index + 1)
            {
                throw new InvalidOperationException($"{capability}: migration {file} should be number {index + 1:000}.");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(found[index])!);
            _migrations.Add(new Migration(capability.ToLowerInvariant(), number, reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal)));
        }

        return this;
    }

    /// <summary>What is to be run on a store that has <paramref name="applied"/> already.</summary>
    /// <exception cref="InvalidOperationException">An applied migration was edited, or the store is newer than this program.</exception>
    public IEnumerable<Migration> Missing(IReadOnlyDictionary<(string Capability, int Number), string> applied)
    {
        var known = _migrations.ToDictionary(m => (m.Capability, m.Number));
        foreach (var (key, hash) in applied)
        {
            if (!known.TryGetValue(key, out var migration))
            {
                throw new InvalidOperationException($"The store has migration {key.Capability} {key.Number:000}, which this program does not know: start a newer one.");
            }

            if (migration.Hash != hash)
            {
                throw new InvalidOperationException($"Migration {key.Capability} {key.Number:000} was edited after it ran. Migrations are forward only: add a new one.");
            }
        }

        return _migrations.Where(m => !applied.ContainsKey((m.Capability, m.Number)));
    }
}
