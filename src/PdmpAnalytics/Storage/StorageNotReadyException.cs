namespace PdmpAnalytics.Storage;

/// <summary>The database cannot be used as it is; the message says what an operator should do.</summary>
public sealed class StorageNotReadyException : Exception
{
    public StorageNotReadyException()
    {
    }

    public StorageNotReadyException(string message)
        : base(message)
    {
    }

    public StorageNotReadyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
