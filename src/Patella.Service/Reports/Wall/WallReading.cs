using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Service.Reports.Wall;

/// <summary>What a part reads with: whose wall, and which moment.</summary>
/// <param name="Now">Business time, UTC microseconds.</param>
/// <param name="Machine">Machine time, UTC microseconds: how often something is read is a matter of the machine.</param>
internal sealed record WallReading(TenantId Tenant, IStore Store, long Now, long Machine)
{
    public const long Minute = 60 * Microseconds.PerSecond;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    public static readonly Statements Sql = new(typeof(WallReading).Assembly, "Reports.Wall.wall.sql");

    public long MinuteNow => Now / Minute;

    public long HourNow => Now / Hour;

    /// <summary>Midnight UTC, as on the supervisor's board.</summary>
    public long Today => Now - (Now % Day);

    /// <summary>The last hours, the one that runs among them.</summary>
    public WallWindow Hours(int count) => new(Microseconds.ToTime((HourNow - count + 1) * Hour), Microseconds.ToTime((HourNow + 1) * Hour));

    /// <summary>The last minutes, the one that runs among them.</summary>
    public WallWindow Minutes(int count) => new(Microseconds.ToTime((MinuteNow - count + 1) * Minute), Microseconds.ToTime((MinuteNow + 1) * Minute));
}
