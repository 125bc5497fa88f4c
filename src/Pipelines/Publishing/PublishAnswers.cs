using FunctionsPipeline.State.Publishing;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Records as answers. Pure.</summary>
internal static class PublishAnswers
{
    /// <summary>A publication that may not be made as it is.</summary>
    public static PublishAnswer Refused(string code, string message) =>
        new(PublishOutcome.Refused) { Code = code, Message = message + " Nothing was sent." };

    /// <summary>A wait.</summary>
    public static PublishAnswer Wait(PublicationRecord? record, TimeSpan wait, string code, string message, DateTimeOffset now) =>
        With(new PublishAnswer(PublishOutcome.Wait) { WaitSeconds = wait.TotalSeconds, NotBefore = now + wait, Code = code, Message = message }, record);

    /// <summary>An answer with what is known of the publication.</summary>
    public static PublishAnswer With(PublishAnswer answer, PublicationRecord? record) => record is null
        ? answer
        : answer with { State = record.State, RemoteId = record.RemoteId, Url = record.Url, PublishAt = record.PublishAt, Problems = record.Problems };

    /// <summary>The answer of a record that has ended.</summary>
    public static PublishAnswer Of(PublicationRecord record) => With(
        new PublishAnswer(record.State switch
        {
            PublicationState.Done => PublishOutcome.Done,
            PublicationState.Partial => PublishOutcome.Partial,
            PublicationState.Unknown => PublishOutcome.Unknown,
            PublicationState.Failed => PublishOutcome.Failed,
            _ => throw new InvalidOperationException($"Publication '{record.Key.Id}' is {record.State}, which is no end."),
        })
        {
            Code = record.Code,
            Message = record.Message,
        },
        record);
}
