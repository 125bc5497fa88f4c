using System.Net.Sockets;
using Azure;
using Azure.Identity;
using FunctionsPipeline.AzureStorage.Clients;

namespace FunctionsPipeline.Edge.Tests.Clients;

public sealed class StorageFailureTests
{
    private const string Secret = "AccountKey=c2VjcmV0";

    [Fact]
    public void A_refusal_tells_status_and_code_and_not_the_text_of_the_answer()
    {
        var failure = StorageFailure.Of("Writing to table 'runs'", new RequestFailedException(503, Secret, "ServerBusy", null));

        (failure.Status, failure.Code).ShouldBe((503, "ServerBusy"));
        failure.Message.ShouldBe("Writing to table 'runs' failed: the storage account answered 503 ServerBusy.");
        failure.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public void Of_many_tries_the_last_one_tells_the_cause()
    {
        var tries = new AggregateException(Secret, new RequestFailedException(500, "a", "InternalError", null), new RequestFailedException("gone", new SocketException(111)));

        var failure = StorageFailure.Of("Reading blob 'runs/a'", tries);

        failure.Status.ShouldBe(0);
        failure.Message.ShouldContain("cannot be reached");
        failure.Message.ShouldNotContain(Secret);
    }

    [Fact]
    public void A_time_out_is_said_as_one() =>
        StorageFailure.Of("Reading", new AggregateException(new TaskCanceledException())).Message.ShouldContain("did not answer in time");

    [Fact]
    public void An_identity_without_a_token_is_said_as_one()
    {
        var failure = StorageFailure.Of("Reading", new AuthenticationFailedException(Secret));

        failure.Message.ShouldContain("no token");
        failure.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public void What_the_caller_cancelled_is_no_failure_of_the_account()
    {
        using var cancelled = new CancellationTokenSource();
        StorageFailure.Is(new TaskCanceledException(), cancelled.Token).ShouldBeTrue();
        cancelled.Cancel();

        StorageFailure.Is(new TaskCanceledException(), cancelled.Token).ShouldBeFalse();
        StorageFailure.Is(new IOException("The caller's own stream broke."), default).ShouldBeFalse();
    }
}
