namespace Patella.Kernel.Detection;

/// <summary>What the desk keeps between minutes.</summary>
internal sealed partial class AlarmDesk
{
    /// <summary>Forgets judgements of runs that are over.</summary>
    public void Sweep()
    {
        _past.RemoveAll(alarm => baseline.Minute - alarm.Ended > PastMinutes);
        foreach (var key in _judged.Where(pair => baseline.Minute - pair.Value > LastingMinutes).Select(pair => pair.Key).ToList())
        {
            _judged.Remove(key);
        }
    }

    public void Save(StateWriter state)
    {
        state.Write(_id);
        var judged = _judged.OrderBy(pair => pair.Key).ToArray();
        state.Array<ulong>(judged.Select(pair => pair.Key).ToArray());
        state.Array<int>(judged.Select(pair => pair.Value).ToArray());
        state.Write(_active.Count);
        _active.ForEach(alarm => alarm.Save(state));
        state.Write(_past.Count);
        _past.ForEach(alarm => alarm.Save(state));
    }

    public void Load(StateReader state)
    {
        _id = state.Long();
        foreach (var (key, minute) in state.Array<ulong>().Zip(state.Array<int>()))
        {
            _judged[key] = minute;
        }

        for (var i = state.Int(); i > 0; i--)
        {
            _active.Add(ActiveAlarm.Load(state));
        }

        for (var i = state.Int(); i > 0; i--)
        {
            _past.Add(ActiveAlarm.Load(state));
        }
    }
}
