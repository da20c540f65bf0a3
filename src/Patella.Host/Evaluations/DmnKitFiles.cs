using System.Formats.Tar;
using System.IO.Compression;

namespace Patella.Host.Evaluations;

/// <summary>One folder of the kit: models and test files by name.</summary>
internal sealed record DmnKitFolder(string Level, string Name, IReadOnlyDictionary<string, string> Files);

/// <summary>Reads the kit from a folder or from a .tar.gz, without unpacking it to disk.</summary>
internal static class DmnKitFiles
{
    private const long LargestFile = 8_000_000;

    internal static IReadOnlyList<DmnKitFolder> Load(string path)
    {
        IEnumerable<(string Path, string Text)> files = Directory.Exists(path) ? FromFolder(path) : FromArchive(path);
        return [.. files
            .Select(file => (Parts: file.Path.Replace('\\', '/').Split('/'), file.Text))
            .Where(file => file.Parts.Length >= 3)
            .GroupBy(file => (Level: file.Parts[^3], Name: file.Parts[^2]))
            .OrderBy(group => group.Key.Level, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Name, StringComparer.Ordinal)
            .Select(group => new DmnKitFolder(group.Key.Level, group.Key.Name, group.ToDictionary(file => file.Parts[^1], file => file.Text)))];
    }

    private static IEnumerable<(string, string)> FromFolder(string path) =>
        Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsPart).Select(file => (Path.GetFullPath(file), File.ReadAllText(file)));

    private static IEnumerable<(string, string)> FromArchive(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var archive = new TarReader(unzipped);
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data && IsPart(entry.Name) && entry.Length <= LargestFile)
            {
                using var reader = new StreamReader(data);
                yield return (entry.Name, reader.ReadToEnd());
            }
        }
    }

    private static bool IsPart(string name) =>
        name.EndsWith(".dmn", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
}
