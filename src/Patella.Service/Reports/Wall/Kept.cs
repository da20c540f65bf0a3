namespace Patella.Service.Reports.Wall;

/// <summary>Something that is read now and then, and kept in between.</summary>
/// <param name="every">Machine time between two readings.</param>
internal sealed class Kept<T>(TimeSpan every)
{
    private T? _kept;
    private long _until = long.MinValue;
    private long _key = long.MinValue;

    /// <param name="key">Read again when it is another one, such as the hour that runs.</param>
    public async Task<T> Get(WallReading reading, long key, Func<Task<T>> read)
    {
        if (reading.Machine >= _until || key != _key)
        {
            _kept = await read();
            (_until, _key) = (reading.Machine + (long)every.TotalMicroseconds, key);
        }

        return _kept!;
    }
}
