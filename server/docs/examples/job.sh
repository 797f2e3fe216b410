SERVER=https://desk.example

# The first text of this name in an answer. Better done by jq, where it is installed.
field() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }
call() { curl --silent --show-error -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$@"; }

# Sign in. The token lasts 15 minutes; POST /api/auth/token/refresh gives the next one.
TOKEN=$(call $SERVER/api/auth/token -d "{\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\"}" | field token)

# Find a customer, and open a ticket for them. With an `id` of your own, a second try opens no second ticket.
CUSTOMER=$(call "$SERVER/api/customers?q=Jonas" | field id)
TICKET=$(call $SERVER/api/tickets -d "{
  \"subject\": \"No heating\", \"body\": \"He called at 9:40.\", \"customerId\": \"$CUSTOMER\"
}" | field id)

# List the open tickets of this customer, answer, and resolve.
call "$SERVER/api/tickets?statusType=open&customer=$CUSTOMER"
call $SERVER/api/tickets/$TICKET/messages -d '{ "body": "We are on our way." }'
call -X PUT $SERVER/api/tickets/$TICKET/status -d '{ "status": "resolved" }'

# An error says which field is wrong.
call -X PUT $SERVER/api/tickets/$TICKET/status -d '{ "status": "repaired" }'

# Read what happened.
call $SERVER/api/tickets/$TICKET/events
