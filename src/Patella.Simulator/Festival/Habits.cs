namespace Patella.Simulator.Festival;

/// <summary>How simulated people behave, in seconds of their own time. Our assumptions, in one place; a run reports what came of them.</summary>
public static class Habits
{
    /// <summary>Share of consumers who want a person from the first word on.</summary>
    public const double ShareAskingAtOnce = 0.08;

    /// <summary>Share of consumers with a question a bot can answer who are not content with its answer.</summary>
    public const double ShareNotHelped = 0.08;

    /// <summary>Share of consumers who enter at another unit than the one their order or problem belongs to.</summary>
    public const double ShareWrongEntrance = 0.25;

    /// <summary>Share of consumers who go on from a second device.</summary>
    public const double ShareSecondDevice = 0.06;

    /// <summary>Share of consumers who rate.</summary>
    public const double ShareRating = 0.45;

    /// <summary>Share of conversations that an agent passes on to a colleague.</summary>
    public const double ShareTransferred = 0.02;

    /// <summary>Share of conversations with an internal note.</summary>
    public const double ShareWithNote = 0.1;

    /// <summary>Share of an agent's conversations that need more than the chat: a case is opened.</summary>
    public const double ShareWithCase = 0.06;

    /// <summary>A merchant's person looks for what is asked of the shop about this often, seconds.</summary>
    public const double MerchantLooksAgain = 90;

    /// <summary>Share of offers that an agent refuses.</summary>
    public const double ShareRefused = 0.01;

    /// <summary>Patience while waiting for a reply: log-normal with this median, seconds.</summary>
    public const double PatienceMedian = 420;

    /// <summary>Sigma of the logarithm of the patience.</summary>
    public const double PatienceSigma = 0.5;

    /// <summary>Nobody leaves earlier than this, seconds.</summary>
    public const double PatienceFloor = 90;

    /// <summary>Who sees no answer at all asks for a person after this, seconds.</summary>
    public const double SilenceBeforeAsking = 45;

    /// <summary>Mean time to read and answer one message, seconds of an agent's attention.</summary>
    public const double ReplySeconds = 20;

    /// <summary>Attention an agent spends on a conversation besides its replies: accepting, closing, a note.</summary>
    public const double OverheadSeconds = 9;

    /// <summary>Busy share of the agents' time at the peak for which `festival` is staffed.</summary>
    public const double FestivalLoad = 0.72;

    /// <summary>Busy share that `crush` would need in its first part.</summary>
    public const double CrushLoad = 1.30;

    /// <summary>How long a consumer is willing to wait for a reply, seconds.</summary>
    public static double Patience(SeededRandom random) => Math.Max(PatienceFloor, random.LogNormal(PatienceMedian, PatienceSigma));

    /// <summary>How long a consumer reads and types before the next message, seconds.</summary>
    public static double ConsumerPause(SeededRandom random) => Math.Clamp(random.LogNormal(14, 0.5), 4, 60);

    /// <summary>How long an agent reads and types one reply, seconds; mean <see cref="ReplySeconds"/>.</summary>
    public static double AgentReply(SeededRandom random) => Math.Clamp(random.LogNormal(18.4, 0.4), 6, 60);

    /// <summary>How long an agent takes to accept an offer, seconds.</summary>
    public static double AgentAccept(SeededRandom random) => random.Between(1.0, 3.0);
}
