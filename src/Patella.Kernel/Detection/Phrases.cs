namespace Patella.Kernel.Detection;

/// <summary>Voices outside the tree with their phrases: each phrase is a temporary cell, and voices that share bursting phrases are one problem without a name.</summary>
internal sealed class Phrases(DetectorSettings settings, RecentVoices recent)
{
    private readonly int _capacity = settings.RecentPhrases;
    private readonly ulong[] _hashes = new ulong[settings.RecentPhrases * PhraseExtractor.Limit];
    private readonly long[] _numbers = new long[settings.RecentPhrases];
    private readonly int[] _counts = new int[settings.RecentPhrases];
    private long _next;

    public CellTable Cells { get; } = new(Math.Max(1 << 16, settings.MaximalCells / 4));

    /// <summary>Takes the phrases of the voice that has just become the newest.</summary>
    public void Add(long number, ReadOnlySpan<byte> text)
    {
        var place = (int)(_next % _capacity);
        var hashes = _hashes.AsSpan(place * PhraseExtractor.Limit, PhraseExtractor.Limit);
        var count = PhraseExtractor.Extract(text, hashes);
        (_numbers[place], _counts[place]) = (number, count);
        _next++;
        foreach (var hash in hashes[..count])
        {
            Cells.Hit(CellKey.OfPhrase(hash));
        }
    }

    /// <summary>Numbers of voices since the minute that hold any of the phrases, oldest first.</summary>
    public List<long> With(ReadOnlySpan<ulong> phrases, int since)
    {
        var found = new List<long>();
        for (var i = _next - 1; i >= Math.Max(0, _next - _capacity); i--)
        {
            var place = (int)(i % _capacity);
            if (_numbers[place] < recent.Oldest || recent[_numbers[place]].Minute < since)
            {
                break;
            }

            if (Of(place).ContainsAny(phrases))
            {
                found.Add(_numbers[place]);
            }
        }

        found.Reverse();
        return found;
    }

    /// <summary>All phrases of the voices since a minute, newest first.</summary>
    public IEnumerable<(ulong Phrase, long Number)> Since(int minute)
    {
        for (var i = _next - 1; i >= Math.Max(0, _next - _capacity); i--)
        {
            var place = (int)(i % _capacity);
            if (_numbers[place] < recent.Oldest || recent[_numbers[place]].Minute < minute)
            {
                break;
            }

            for (var phrase = 0; phrase < _counts[place]; phrase++)
            {
                yield return (_hashes[(place * PhraseExtractor.Limit) + phrase], _numbers[place]);
            }
        }
    }

    /// <summary>The phrases that most of the voices share and that were rare before, the one asked for first.</summary>
    public ulong[] Signature(ulong seed, int since, Func<ulong, double> expected)
    {
        var counts = new Dictionary<ulong, int>();
        var voices = 0;
        for (var i = _next - 1; i >= Math.Max(0, _next - _capacity); i--)
        {
            var place = (int)(i % _capacity);
            if (_numbers[place] < recent.Oldest || recent[_numbers[place]].Minute < since)
            {
                break;
            }

            if (Of(place).Contains(seed))
            {
                voices++;
                foreach (var hash in Of(place))
                {
                    counts[hash] = counts.GetValueOrDefault(hash) + 1;
                }
            }
        }

        var shared = counts.Where(pair => pair.Key != seed && pair.Value * 2 >= voices && expected(CellKey.OfPhrase(pair.Key)) < 0.1 * pair.Value);
        return [seed, .. shared.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(5).Select(pair => pair.Key)];
    }

    public void Save(StateWriter state)
    {
        Cells.Save(state);
        state.Write(_next);
        state.Array<ulong>(_hashes);
        state.Array<long>(_numbers);
        state.Array<int>(_counts);
    }

    public void Load(StateReader state)
    {
        Cells.Load(state);
        _next = state.Long();
        state.Array<ulong>().CopyTo(_hashes, 0);
        state.Array<long>().CopyTo(_numbers, 0);
        state.Array<int>().CopyTo(_counts, 0);
    }

    private ReadOnlySpan<ulong> Of(int place) => _hashes.AsSpan(place * PhraseExtractor.Limit, _counts[place]);
}
