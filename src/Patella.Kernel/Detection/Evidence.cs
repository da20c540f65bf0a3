namespace Patella.Kernel.Detection;

/// <summary>Who and what stands behind a number of voices: each customer counts once, the largest family of copies counts once, no other family for more than a quarter.</summary>
internal sealed class Evidence
{
    private readonly HashSet<ulong> _customers = [];
    private readonly Dictionary<ulong, int> _families = [];
    private int _unknown;

    public int Voices { get; private set; }

    public int Customers => _customers.Count + _unknown;

    /// <summary>Families, each voice without one counted for itself.</summary>
    public int Families { get; private set; }

    public void Add(in RecentVoice voice)
    {
        Voices++;
        if (voice.Customer == 0)
        {
            _unknown++;
        }
        else
        {
            _customers.Add(voice.Customer);
        }

        var copies = voice.Family == 0 ? 1 : _families[voice.Family] = _families.GetValueOrDefault(voice.Family) + 1;
        Families += copies == 1 ? 1 : 0;
    }

    /// <summary>Voices that count.</summary>
    public int Effective()
    {
        if (_families.Count == 0)
        {
            return Math.Min(Customers, Voices);
        }

        var largest = _families.Values.Max();
        var quarter = Math.Max(2, (Voices + 3) / 4);
        var excess = _families.Values.Sum(copies => Math.Max(copies - quarter, 0)) - Math.Max(largest - quarter, 0) + (largest - 1);
        return Math.Min(Customers, Voices - excess);
    }
}
