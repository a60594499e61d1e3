namespace PdmpAnalytics;

/// <summary>
/// A request that was understood and is not carried out, with the reason. The one refusal type of the product:
/// data errors are <c>SubmissionError</c>s, programmer errors are exceptions.
/// </summary>
/// <param name="Reason">Stable code that hosts and tests branch on.</param>
/// <param name="Message">One plain sentence for the person who asked. Never identity.</param>
public sealed record Refusal(RefusalReason Reason, string Message);

/// <summary>Why something was refused.</summary>
public enum RefusalReason
{
    /// <summary>No such thing, or not visible to the one who asks.</summary>
    NotFound,

    /// <summary>Someone changed it since it was read.</summary>
    Stale,

    /// <summary>Somebody else holds it for now; the message says who and until when.</summary>
    Taken,

    /// <summary>The state it is in does not allow the step.</summary>
    WrongState,

    /// <summary>A mandatory statement (a reason, a disposition) is missing or not usable.</summary>
    Incomplete,

    /// <summary>Configuration does not allow it.</summary>
    NotAllowed,
}

/// <summary>A value, or the refusal that stands in its place: exactly one of the two.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Null when there is a value.</summary>
    public Refusal? Refusal { get; }

    public bool Succeeded => Refusal is null;

    /// <summary>The value; asking for it after a refusal is a programmer error.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Reason}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}
