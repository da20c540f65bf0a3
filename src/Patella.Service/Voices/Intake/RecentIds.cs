namespace Patella.Service.Voices.Intake;

/// <summary>The ids that were appended last, in two halves of which the older one goes.</summary>
internal sealed class RecentIds
{
    /// <summary>Ids remembered in this process; a sender that sends again at once is told so.</summary>
    private const int IdsKept = 100_000;

    private readonly Lock _gate = new();
    private HashSet<ulong> _now = [];
    private HashSet<ulong> _before = [];

    public bool Has(ulong id)
    {
        lock (_gate)
        {
            return _now.Contains(id) || _before.Contains(id);
        }
    }

    public void Add(IEnumerable<ulong> ids)
    {
        lock (_gate)
        {
            _now.UnionWith(ids);
            if (_now.Count > IdsKept)
            {
                (_before, _now) = (_now, []);
            }
        }
    }
}
