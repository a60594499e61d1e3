using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review.Work;

/// <summary>Random steps of four people about one alert, against a state machine written as plainly as 5.1 says it.</summary>
public class RandomReviewTests
{
    private static readonly string[] People = ["ana", "ben", "cay", "lea"];
    private static readonly Disposition[] Conclusions = [Disposition.LowConcern, Disposition.LetterSent, Disposition.Monitor90Days, Disposition.FalsePositiveDataError];

    [Theory, OnSqlite, OnPostgres]
    public async Task RandomSteps_DoWhatThePlainMachineSays(StorageProvider provider)
    {
        foreach (var (seed, severity) in new[] { (1, Severity.High), (2, Severity.Critical), (3, Severity.Critical), (4, Severity.Low) })
        {
            await using var desk = await ReviewDesk.OpenAsync(provider, null, severity);
            var random = new Random(seed);
            var (plain, taken) = (new Plain(severity == Severity.Critical), 0);
            for (var i = 0; i < 150; i++)
            {
                desk.Clock.Now += TimeSpan.FromSeconds(random.Next(3) switch { 0 => 3, 1 => 8, _ => random.Next(1200) });
                var (who, op, conclusion) = (People[random.Next(People.Length)], random.Next(11), Conclusions[random.Next(Conclusions.Length)]);
                var expected = plain.Does(op, who, conclusion, desk.Clock.Now);
                var actual = op == 10 ? await desk.UndoAsync(1, who) : await desk.TakeAsync(1, Step(op, conclusion, who, desk.Clock.Now), who, lead: who == "lea");

                Assert.True(expected == actual.Succeeded, $"seed {seed} step {i}: {who} {op} {conclusion}: {actual.Refusal?.Message}");
                var alert = await desk.AlertAsync(1);
                Assert.Equal((plain.State, plain.Conclusion, plain.Holder, plain.Assignee, plain.Aside), (alert.State, alert.Disposition, alert.ClaimedBy, alert.Assignee, alert.SnoozedUntil));
                taken += expected ? 1 : 0;
            }

            Assert.Equal(1 + taken, (await desk.AlertAsync(1)).Version);
            Assert.Equal(1 + taken, (await desk.ActionsAsync(1)).Count);
            Assert.Null((await desk.Database.Get<AuditLog>().VerifyAsync()).Fault);
        }
    }

    private static ReviewStep Step(int op, Disposition conclusion, string who, DateTimeOffset now) => op switch
    {
        0 => new ClaimAlert(),
        1 => new ReleaseAlert(),
        2 => new AssignAlert(who == "ana" ? "ben" : "ana"),
        3 => new SnoozeAlert(DateOnly.FromDateTime(now.UtcDateTime).AddDays(1), WakesOnEvidence: false),
        4 => new WakeAlert(),
        5 => new WatchAlert(null, "watch"),
        6 => new PlanAction(PlannedAction.PrescriberLetter, "letter"),
        7 => new ConcludeAlert(conclusion, "because"),
        8 => new ReopenAlert("again"),
        _ => who == "lea" ? new SettleReadings(conclusion, "settled") : new ReadAgain(conclusion, "read"),
    };

    private sealed class Plain(bool critical)
    {
        private DateTimeOffset _until;
        private string? _first;
        private string? _second;
        private (string By, DateTimeOffset At, Plain Before)? _last;

        public AlertState State { get; private set; }
        public Disposition? Conclusion { get; private set; }
        public string? Holder { get; private set; }
        public string? Assignee { get; private set; }
        public DateOnly? Aside { get; private set; }

        private bool Waits => Conclusion is not null && State != AlertState.Closed;

        /// <summary>True when the step is taken.</summary>
        public bool Does(int op, string who, Disposition conclusion, DateTimeOffset now)
        {
            var before = (Plain)MemberwiseClone();
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var held = Holder is not null && Holder != who && now < _until;
            var workable = State != AlertState.Closed && !Waits;
            var done = op switch
            {
                0 => !held && State != AlertState.Closed && !(Waits && (who == _first || who == _second)) && Claim(who, now),
                1 => Holder is not null && (!held || who == "lea") && Free(),
                2 => workable && (!held || who == "lea") && Assign(who == "ana" ? "ben" : "ana"),
                3 => workable && !held && Free(today.AddDays(1)),
                4 => !held && today < Aside && Wake(),
                5 => workable && !held && Watch(who, today),
                6 => workable && !held && Plan(who),
                7 => workable && !held && Conclude(who, conclusion),
                8 => State == AlertState.Closed && !held && Reopen(),
                9 => !held && Waits && (who == "lea" ? Settle(conclusion) : ReadAgain(who, conclusion)),
                _ => Undo(who, now),
            };
            _last = !done ? _last : op == 10 ? null : (who, now, before);
            return done;
        }

        private bool Claim(string who, DateTimeOffset now)
        {
            State = State is AlertState.New or AlertState.Assigned or AlertState.Reopened ? AlertState.InReview : State;
            (Holder, _until, Aside) = (who, now.AddMinutes(15), null);
            return true;
        }

        private bool Free(DateOnly? aside = null)
        {
            (Holder, Aside) = (null, aside ?? Aside);
            return true;
        }

        private bool Assign(string to)
        {
            State = State is AlertState.New or AlertState.Reopened or AlertState.InReview ? AlertState.Assigned : State;
            (Assignee, Holder) = (to, null);
            return true;
        }

        private bool Wake()
        {
            Aside = null;
            return true;
        }

        private bool Watch(string who, DateOnly today)
        {
            (State, Aside, Assignee, Holder) = (AlertState.Monitoring, today.AddDays(90), Assignee ?? who, null);
            return true;
        }

        private bool Plan(string who)
        {
            (State, Aside, Assignee) = (AlertState.ActionPending, null, Assignee ?? who);
            return true;
        }

        private bool Conclude(string who, Disposition conclusion)
        {
            State = !critical ? AlertState.Closed
                : conclusion == Disposition.Monitor90Days ? AlertState.Monitoring
                : conclusion == Disposition.LetterSent ? AlertState.ActionPending
                : AlertState.Dismissed;
            (Conclusion, Holder, Aside, _first, _second) = (conclusion, null, null, who, null);
            return true;
        }

        private bool Reopen()
        {
            (State, Conclusion, Holder) = (AlertState.Reopened, null, null);
            return true;
        }

        private bool ReadAgain(string who, Disposition conclusion)
        {
            if (_second is not null || who == _first)
            {
                return false;
            }

            Holder = null;
            if (conclusion.Label() == Conclusion!.Value.Label())
            {
                State = AlertState.Closed;
            }
            else
            {
                _second = who;
            }

            return true;
        }

        private bool Settle(Disposition conclusion)
        {
            if (_second is null || _first == "lea")
            {
                return false;
            }

            (State, Conclusion, Holder) = (AlertState.Closed, conclusion, null);
            return true;
        }

        private bool Undo(string who, DateTimeOffset now)
        {
            if (_last is not { } last || last.By != who || now - last.At > TimeSpan.FromSeconds(10))
            {
                return false;
            }

            var b = last.Before;
            (State, Conclusion, Holder, Assignee, Aside) = (b.State, b.Conclusion, b.Holder, b.Assignee, b.Aside);
            (_until, _first, _second) = (b._until, b._first, b._second);
            return true;
        }
    }
}
