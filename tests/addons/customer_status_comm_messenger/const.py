MESSENGER = "messenger"
#: The system parameter with the service's address.
ADDRESS = "customer_status_comm_messenger.address"
#: Seconds that it may take to answer.
TIMEOUT = 10
