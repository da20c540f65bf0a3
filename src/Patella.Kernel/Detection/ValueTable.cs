using System.Text;

namespace Patella.Kernel.Detection;

/// <summary>Numbers for names, from 0 in the order of their first coming.</summary>
/// <param name="limit">Names kept; later ones have no number.</param>
public sealed class ValueTable(int limit)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public int Count => _names.Count;

    public string this[int number] => _names[number];

    /// <summary>The number of a name; -1 for none, and for a new name when the table is full.</summary>
    public int Of(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return -1;
        }

        if (_numbers.TryGetValue(name, out var number))
        {
            return number;
        }

        if (_names.Count >= limit)
        {
            return -1;
        }

        _numbers.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }

    /// <summary>All names, for <see cref="Load"/>.</summary>
    public byte[] Save() => Encoding.UTF8.GetBytes(string.Join('\0', _names));

    public void Load(byte[] names)
    {
        foreach (var name in names.Length == 0 ? [] : Encoding.UTF8.GetString(names).Split('\0'))
        {
            Of(name);
        }
    }
}
